-- PostgreSQL 15

-- transaction
drop view public.c;
drop materialized view public.b;
drop materialized view public.a;
create materialized view public.a as
 SELECT items.id,
    items.name,
    length(items.name) AS size
   FROM public.items;
create materialized view public.b as
 SELECT a.id
   FROM public.a;
create view public.c as
 SELECT b.id
   FROM public.b;
