create domain public.amount as numeric;
create table public.payments (id integer primary key, amount public.amount);
alter domain public.amount add constraint amount_positive check (value > 0);
