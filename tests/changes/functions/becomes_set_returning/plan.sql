-- PostgreSQL 15

-- transaction
drop function public.list();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.list()
 RETURNS SETOF integer
 LANGUAGE sql
 ROWS 5
AS $function$select 1$function$;
