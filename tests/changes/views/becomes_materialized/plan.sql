-- PostgreSQL 15

-- transaction
drop view public.short_names;
-- breaks_clients
drop view public.names;
create materialized view public.names as
 SELECT items.id,
    items.name
   FROM public.items;
create view public.short_names as
 SELECT "left"(names.name, 3) AS name
   FROM public.names;
