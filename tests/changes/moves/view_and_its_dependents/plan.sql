-- PostgreSQL 15

-- transaction
create view reports.names as
 SELECT items.name
   FROM public.items;
create or replace view public.short_names as
 SELECT "left"(names.name, 3) AS name
   FROM reports.names;
-- breaks_clients
drop view public.names;
