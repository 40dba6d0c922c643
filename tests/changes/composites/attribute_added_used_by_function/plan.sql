-- PostgreSQL 15

-- transaction
alter type public.pair add attribute c integer;
CREATE OR REPLACE FUNCTION public.make_pair()
 RETURNS public.pair
 LANGUAGE sql
AS $function$select (1, 2, 3)::public.pair$function$;
