create table public.items (id integer primary key, name text, price numeric);
create view public.sums as select id, name, sum(price) as total from public.items group by id;
