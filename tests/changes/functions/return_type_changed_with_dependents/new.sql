create function public.number() returns bigint language sql as 'select 1::bigint';
create table public.items (id integer primary key, n bigint default public.number());
create view public.numbers as select public.number() as n;
