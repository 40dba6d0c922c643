create table public.items (id integer primary key);
create publication feed for table public.items;
