create table public.cars (id integer primary key, colour integer);
