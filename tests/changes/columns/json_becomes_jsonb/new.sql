create table public.items (id integer primary key, data jsonb default '{}');
