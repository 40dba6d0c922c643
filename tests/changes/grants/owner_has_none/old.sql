create role chg_grants_owner;
create table public.items (id integer primary key);
alter table public.items owner to chg_grants_owner;
grant select on public.items to public;
