create table public.items (id integer primary key, position integer);
alter table public.items add constraint items_position unique (position) deferrable initially deferred;
