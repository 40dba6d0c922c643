create function public.number() returns integer language sql as 'select 1';
create table public.items (id integer primary key, n integer default public.number());
create view public.numbers as select public.number() as n;
