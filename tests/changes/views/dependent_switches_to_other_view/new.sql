create table public.items (id integer primary key, name text);
create view public.second_names as select id, upper(name) as name from public.items;
create view public.report as select count(*) as count from public.second_names;
