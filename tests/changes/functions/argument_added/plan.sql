-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.add(integer, integer);
CREATE OR REPLACE FUNCTION public.add(a integer, b integer, c integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select a + b + c$function$;
