-- PostgreSQL 15

-- transaction
drop function public.list();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.list()
 RETURNS TABLE(id integer, name text)
 LANGUAGE sql
AS $function$select 1, 'a'$function$;
-- narrows_access
revoke execute on function public.list() from public;
-- widens_access
grant execute on function public.list() to chg_grants_kept;
