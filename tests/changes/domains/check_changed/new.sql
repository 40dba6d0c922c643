create domain public.amount as numeric constraint amount_range check (value between 0 and 1000000);
create table public.payments (id integer primary key, amount public.amount);
