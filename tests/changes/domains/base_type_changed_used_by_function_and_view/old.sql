create domain public.code as varchar(8);
create table public.parts (id integer primary key, code public.code);
create view public.codes as select code from public.parts;
create function public.part_of(wanted public.code) returns integer language sql stable as 'select id from public.parts where code = wanted';
