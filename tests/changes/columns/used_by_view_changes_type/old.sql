create table public.items (id integer primary key, price numeric(8, 2));
create view public.prices as select id, price from public.items;
create view public.highest as select max(price) as price from public.prices;
