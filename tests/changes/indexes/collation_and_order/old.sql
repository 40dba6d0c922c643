create table public.items (id integer primary key, name text, price numeric);
create index items_order on public.items (name, price);
