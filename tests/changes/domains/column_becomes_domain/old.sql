create table public.people (id integer primary key, email text);
