create table public.items (id integer primary key, name text);
create publication all_items for table public.items;
