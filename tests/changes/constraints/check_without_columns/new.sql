create table public.items (id integer primary key);
alter table public.items add constraint never_mind check (true);
