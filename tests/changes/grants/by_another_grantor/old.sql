create role chg_grantor;
create role chg_grantee;
create table public.items (id integer primary key);
grant select on public.items to chg_grantor with grant option;
