create table public.items (id integer primary key, size varchar(10));
