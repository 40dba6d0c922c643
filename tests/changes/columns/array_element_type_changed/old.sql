create table public.items (id integer primary key, sizes integer[] not null default '{1}');
