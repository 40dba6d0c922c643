create domain public.amount as numeric;
create table public.payments (id integer primary key, amount public.amount);
