create table public.items (id integer primary key, price numeric);
create view public.cheap as select id, price from public.items where price < 10 with cascaded check option;
