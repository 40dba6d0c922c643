-- PostgreSQL 15

-- transaction
drop function public.answer();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.answer()
 RETURNS bigint
 LANGUAGE sql
AS $function$select 42::bigint$function$;
alter function public.answer() owner to chg_function_kept;
-- narrows_access
revoke execute on function public.answer() from public;
comment on function public.answer() is 'To everything.';
