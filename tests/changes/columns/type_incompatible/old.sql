create table public.items (id integer primary key, mark bytea);
