create table public.items (id integer not null, name text);
