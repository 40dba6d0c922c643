create table public.items (id integer primary key, size text);
create publication feed for table public.items (id, size);
