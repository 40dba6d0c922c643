create table public.thing (id integer primary key);
create view public.other as select id from public.thing;
create function public.third() returns integer language sql begin atomic select id from public.other; end;
