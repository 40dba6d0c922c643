-- PostgreSQL 15

-- transaction
drop function public.add(integer, integer);
-- breaks_clients
CREATE OR REPLACE FUNCTION public.add(x integer, y integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$select $1 + $2$function$;
