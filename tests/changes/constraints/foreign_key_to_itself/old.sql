create table public.nodes (id integer primary key);
