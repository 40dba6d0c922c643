create table public.items (id integer primary key, sizes bigint[] not null default '{1}');
