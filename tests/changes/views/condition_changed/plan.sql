-- PostgreSQL 15

-- transaction
create or replace view public.live as
 SELECT items.id
   FROM public.items
  WHERE (NOT items.deleted);
