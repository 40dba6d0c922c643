create table public.items (id integer primary key, count integer not null default 7);
