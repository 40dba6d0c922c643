create table public.items (id integer primary key, size integer not null default 10);
