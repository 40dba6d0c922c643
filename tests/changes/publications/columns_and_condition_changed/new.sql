create table public.items (id integer primary key, name text, size integer);
create publication feed for table public.items (id, size) where (id > 100 and id < 1000);
