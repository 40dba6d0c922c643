-- PostgreSQL 15

-- transaction
drop aggregate public.total(integer);
-- breaks_clients
drop function public.step(integer, integer);
CREATE OR REPLACE FUNCTION public.step(state bigint, value integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$select state + value$function$;
-- breaks_clients
create or replace aggregate public.total(integer) (sfunc = public.step, stype = bigint, initcond = '0');
