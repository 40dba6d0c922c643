create table public.items (id integer primary key, size integer);
create publication everything for table public.items (id, size) where (size > 0);
