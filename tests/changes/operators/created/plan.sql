-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.same(a integer, b integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select a = b$function$;
create operator public.=== (function = public.same, leftarg = integer, rightarg = integer, commutator = operator(public.===), restrict = eqsel, join = eqjoinsel, hashes, merges);
