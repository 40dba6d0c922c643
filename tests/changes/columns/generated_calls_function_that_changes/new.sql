create function public.tax(price numeric) returns numeric language sql immutable as 'select price * 0.2';
create table public.items (id integer primary key, price numeric, tax numeric generated always as (public.tax(price)) stored);
