create table public.items (id integer primary key);
create view public.everything as select * from public.items;
