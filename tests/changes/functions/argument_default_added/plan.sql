-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.add(a integer, b integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
AS $function$select a + b$function$;
