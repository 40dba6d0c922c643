create table public.items (id integer primary key);
create view public.a with (security_barrier) as select id from public.items;
