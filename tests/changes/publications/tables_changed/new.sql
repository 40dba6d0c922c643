create table public.a (id integer primary key);
create table public.b (id integer primary key);
create table public.c (id integer primary key);
create publication feed for table public.b, public.c;
