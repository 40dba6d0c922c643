-- PostgreSQL 15

-- transaction
drop function public.split(text);
-- breaks_clients
CREATE OR REPLACE FUNCTION public.split(name text, OUT first text, OUT last text)
 RETURNS record
 LANGUAGE sql
AS $function$select name, name$function$;
