create table public.items (id integer primary key, price numeric);
create view public.a as select id, price from public.items where price < 10 with check option;
create view public.b as select id, price from public.items where price > 10;
