-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.work(n integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT SECURITY DEFINER LEAKPROOF COST 7
AS $function$begin return n; end$function$;
