create role chg_grants_owner;
create table public.items (id integer primary key);
alter table public.items owner to chg_grants_owner;
revoke insert, truncate on public.items from chg_grants_owner;
