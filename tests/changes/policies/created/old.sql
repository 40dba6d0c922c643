create role chg_policy_created;
create table public.items (id integer primary key, owner text);
