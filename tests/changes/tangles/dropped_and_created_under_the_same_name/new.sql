create function public.thing() returns integer language sql as 'select 1';
create table public.other (id integer default public.thing());
create view public.third as select id from public.other;
