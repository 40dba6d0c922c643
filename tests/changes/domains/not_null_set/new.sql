create domain public.amount as numeric not null;
create table public.payments (id integer primary key, amount public.amount);
