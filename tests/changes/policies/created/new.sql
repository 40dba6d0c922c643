create role chg_policy_created;
create table public.items (id integer primary key, owner text);
alter table public.items enable row level security;
create policy own on public.items for select to chg_policy_created using (owner = current_user);
