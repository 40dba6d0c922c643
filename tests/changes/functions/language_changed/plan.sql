-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.one()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$begin return 1; end$function$;
