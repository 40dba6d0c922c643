-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.twice(integer);
CREATE OR REPLACE FUNCTION public.twice(a bigint)
 RETURNS bigint
 LANGUAGE sql
AS $function$select a * 2$function$;
