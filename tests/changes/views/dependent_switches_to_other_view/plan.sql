-- PostgreSQL 15

-- transaction
create view public.second_names as
 SELECT items.id,
    upper(items.name) AS name
   FROM public.items;
create or replace view public.report as
 SELECT count(*) AS count
   FROM public.second_names;
-- breaks_clients
drop view public.first_names;
