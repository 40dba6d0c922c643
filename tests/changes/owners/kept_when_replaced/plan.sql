-- PostgreSQL 15

-- transaction
drop view public.names;
drop function public.answer();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.answer()
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
AS $function$select 42::bigint$function$;
alter function public.answer() owner to chg_owner_kept;
create view public.names as
 SELECT items.name,
    items.id
   FROM public.items;
alter view public.names owner to chg_owner_kept;
