-- PostgreSQL 15

-- transaction
create view public.names as
 SELECT items.name
   FROM public.items;
