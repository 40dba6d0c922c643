create role chg_policy_roles_a;
create role chg_policy_roles_b;
create table public.items (id integer primary key, owner text);
create policy a on public.items to chg_policy_roles_a, chg_policy_roles_b using (true);
create policy b on public.items to chg_policy_roles_b, current_user using (true);
