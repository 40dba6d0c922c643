create table public.items (id integer primary key);
create view public.a with (security_invoker = true) as select id from public.items;
