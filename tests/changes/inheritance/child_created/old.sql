create table public.parent (id integer primary key, note text default 'n');
