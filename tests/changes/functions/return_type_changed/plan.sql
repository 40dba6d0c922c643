-- PostgreSQL 15

-- transaction
drop function public.count_items();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.count_items()
 RETURNS bigint
 LANGUAGE sql
AS $function$select 1::bigint$function$;
