create table public.items (id integer primary key, size integer);
create publication feed for table public.items (id, size);
