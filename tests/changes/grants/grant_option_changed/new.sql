create role chg_grant_option;
create table public.items (id integer primary key);
grant select, insert on public.items to chg_grant_option;
