-- PostgreSQL 15

-- transaction
drop policy tenant on public.items;
drop function public.tenant();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.tenant()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$select 1::bigint$function$;
-- widens_access
create policy tenant on public.items for all to public using ((tenant = public.tenant()));
