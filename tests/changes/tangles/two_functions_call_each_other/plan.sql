-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.even(integer);
-- breaks_clients
drop function public.odd(integer);
CREATE OR REPLACE FUNCTION public.even(n bigint)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$begin return n = 0 or public.odd(n - 1); end$function$;
CREATE OR REPLACE FUNCTION public.odd(n bigint)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$begin return n <> 0 and public.even(n - 1); end$function$;
