-- PostgreSQL 15

-- transaction
create or replace view public.a as
 SELECT b.id
   FROM public.b;
create or replace view public.b as
 SELECT items.id
   FROM public.items;
