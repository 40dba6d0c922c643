-- PostgreSQL 15

-- transaction
create type public.celsius as (degrees numeric);
CREATE OR REPLACE FUNCTION public.to_celsius(degrees numeric)
 RETURNS public.celsius
 LANGUAGE sql
 IMMUTABLE
AS $function$select row(degrees)::public.celsius$function$;
create cast (numeric as public.celsius) with function public.to_celsius(numeric) as assignment;
