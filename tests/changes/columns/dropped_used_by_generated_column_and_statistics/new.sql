create table public.items (id integer primary key, b integer, c integer generated always as (b) stored);
