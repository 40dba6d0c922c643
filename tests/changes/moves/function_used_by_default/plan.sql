-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION tools.new_code()
 RETURNS text
 LANGUAGE sql
AS $function$select 'c'$function$;
alter table public.items alter column code set default tools.new_code();
-- breaks_clients
drop function public.new_code();
