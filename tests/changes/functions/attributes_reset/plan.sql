-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.work(n integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
AS $function$begin return next n; end$function$;
