create role chg_owner_before;
create role chg_owner_after;
create role chg_owner_reader;
create table public.items (id integer primary key, name text);
alter table public.items owner to chg_owner_before;
grant select on public.items to chg_owner_reader, chg_owner_after;
