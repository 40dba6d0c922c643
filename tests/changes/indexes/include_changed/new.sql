create table public.items (id integer primary key, name text, price numeric);
create unique index items_name on public.items (name) include (price, id);
