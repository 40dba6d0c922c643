-- PostgreSQL 15

-- transaction
drop function public.add(integer, integer);
-- breaks_clients
CREATE OR REPLACE FUNCTION public.add(a integer, b integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
AS $function$select a + b$function$;
