create table public.items (id integer primary key, deleted boolean);
create view public.live as select id from public.items;
