create domain public.amount as numeric constraint amount_positive check (value > 0);
create table public.payments (id integer primary key, amount public.amount);
