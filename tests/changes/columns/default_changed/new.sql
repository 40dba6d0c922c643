create table public.items (id integer primary key, at timestamptz default clock_timestamp() + interval '1 day');
