-- PostgreSQL 15

-- transaction
drop materialized view public.d;
drop function public.first_of_c();
drop view public.c;
drop view public.b;
drop view public.a;
create view public.a as
 SELECT items.id,
    items.price,
    items.name
   FROM public.items;
create view public.b as
 SELECT a.id,
    a.price
   FROM public.a;
create view public.c as
 SELECT b.id,
    a.name
   FROM (public.b
     JOIN public.a USING (id));
CREATE OR REPLACE FUNCTION public.first_of_c()
 RETURNS public.c
 LANGUAGE sql
 STABLE
AS $function$select * from public.c limit 1$function$;
create materialized view public.d as
 SELECT count(*) AS count
   FROM public.c;
CREATE INDEX d_count ON public.d USING btree (count);
