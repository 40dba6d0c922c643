-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.new_code()
 RETURNS text
 LANGUAGE sql
AS $function$select md5(random()::text)$function$;
alter table public.items alter column code set default public.new_code();
