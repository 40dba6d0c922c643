-- PostgreSQL 15

-- transaction
create table public.members (
    name text,
    team integer
);
-- widens_access
alter policy team on public.items to public using ((EXISTS ( SELECT
   FROM public.members m
  WHERE ((m.team = items.team) AND (m.name = CURRENT_USER)))));
