-- PostgreSQL 15

-- transaction
drop function public.bump(integer);
drop function public.longest(text[]);
-- breaks_clients
CREATE OR REPLACE FUNCTION public.bump(INOUT n integer, OUT was integer)
 RETURNS record
 LANGUAGE sql
AS $function$select n + 1, n$function$;
-- breaks_clients
CREATE OR REPLACE FUNCTION public.longest(VARIADIC names text[])
 RETURNS text
 LANGUAGE sql
AS $function$select names[1]$function$;
