create table public.people (id integer primary key);
