create table public.items (id integer primary key, active integer not null default 0);
