create table public.items (id integer primary key, name text);
create view public.first_names as select id, name from public.items;
create view public.report as select count(*) as count from public.first_names;
