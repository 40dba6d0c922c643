create table public.items (id integer primary key, name text);
create table public.names (id integer, name text);
