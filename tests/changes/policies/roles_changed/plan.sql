-- PostgreSQL 15

-- transaction
-- widens_access
alter policy a on public.items to chg_policy_roles_a, chg_policy_roles_b using (true);
-- widens_access
alter policy b on public.items to chg_policy_roles_b, postgres using (true);
