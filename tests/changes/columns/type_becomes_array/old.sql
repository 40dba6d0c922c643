create table public.items (id integer primary key, tag text);
