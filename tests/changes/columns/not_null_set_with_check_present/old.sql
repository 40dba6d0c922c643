create table public.items (id integer primary key, name text);
alter table public.items add constraint name_present check (name is not null);
