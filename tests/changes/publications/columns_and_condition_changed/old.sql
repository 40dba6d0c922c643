create table public.items (id integer primary key, name text, size integer);
create publication feed for table public.items (id, name) where (id > 0);
