-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.tax(price numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
AS $function$select price * 0.2$function$;
