create table public.items (id integer, name text);
alter table public.items add constraint items_key primary key (id);
