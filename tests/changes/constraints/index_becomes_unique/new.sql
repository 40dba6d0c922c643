create table public.items (id integer primary key, code text);
alter table public.items add constraint items_code unique (code);
