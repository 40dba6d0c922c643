create table public.items (id integer primary key, price numeric);
create aggregate public.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
comment on aggregate public.product(numeric) is 'Multiplies.';
create view public.products as select public.product(price) as product from public.items;
