create table public.items (id integer primary key, at timestamptz default now());
