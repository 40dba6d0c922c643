create table public.items (id integer primary key, active boolean not null default false);
