create table public.items (id integer primary key, title text);
