create table public.items (id integer primary key, size bigint);
create publication everything for table public.items (id, size) where (size > 0);
