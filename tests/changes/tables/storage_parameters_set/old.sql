create table public.items (id integer primary key, body text);
