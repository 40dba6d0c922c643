create table public.items (id integer primary key, kind text);
alter table public.items add constraint items_kind check (kind in ('a', 'b'));
