-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.last_of(anyarray);
CREATE OR REPLACE FUNCTION public.last_of(list anycompatiblearray, fallback anycompatible)
 RETURNS anycompatible
 LANGUAGE sql
 IMMUTABLE
AS $function$select coalesce(list[array_upper(list, 1)], fallback)$function$;
