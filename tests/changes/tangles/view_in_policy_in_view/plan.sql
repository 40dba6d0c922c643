-- PostgreSQL 15

-- transaction
drop policy own on public.items;
drop policy seen on public.members;
drop view public.my_items;
drop view public.my_teams;
alter table public.items alter column team type bigint;
alter table public.members alter column team type bigint;
-- breaks_clients
create view public.my_items as
 SELECT items.id,
    items.team
   FROM public.items;
-- breaks_clients
create view public.my_teams as
 SELECT members.team
   FROM public.members
  WHERE (members.name = CURRENT_USER);
-- widens_access
create policy own on public.items for all to public using ((team IN ( SELECT my_teams.team
   FROM public.my_teams)));
-- widens_access
create policy seen on public.members for all to public using ((EXISTS ( SELECT
   FROM public.my_items i
  WHERE (i.team = members.team))));
