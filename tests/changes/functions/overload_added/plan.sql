-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.twice(a integer, times integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select a * times$function$;
CREATE OR REPLACE FUNCTION public.twice(a text)
 RETURNS text
 LANGUAGE sql
AS $function$select a || a$function$;
