create table public.a (id integer, name text);
create table public.b (id integer, name text);
create view public.both as select * from public.a union all select * from public.b;
