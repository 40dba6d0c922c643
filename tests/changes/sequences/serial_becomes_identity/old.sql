create table public.items (id serial primary key, name text);
