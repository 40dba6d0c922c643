create table public.items (id integer primary key, at timestamptz(3) not null default current_timestamp, day timestamp);
