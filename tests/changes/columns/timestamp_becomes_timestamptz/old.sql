create table public.items (id integer primary key, at timestamp not null default localtimestamp, day date);
