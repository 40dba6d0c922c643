-- PostgreSQL 15

-- transaction
drop index public.items_near;
drop view public.near_ten;
drop operator public.=~ (integer, integer);
-- breaks_clients
drop function public.near(integer, integer);
CREATE OR REPLACE FUNCTION public.close_to(a integer, b integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select abs(a - b) < 5$function$;
create operator public.=~ (function = public.close_to, leftarg = integer, rightarg = integer);
create view public.near_ten as
 SELECT items.id
   FROM public.items
  WHERE (items.n OPERATOR(public.=~) 10);

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_near ON public.items USING btree (id) WHERE (n OPERATOR(public.=~) 10);
