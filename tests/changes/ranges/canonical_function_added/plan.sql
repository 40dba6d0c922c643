-- PostgreSQL 15

-- transaction
drop type public.step_span;
create type public.step_span;
CREATE OR REPLACE FUNCTION public.canonical_step(public.step_span)
 RETURNS public.step_span
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4range_canonical$function$;
create type public.step_span as range (subtype = integer, canonical = public.canonical_step, multirange_type_name = public.step_span_multirange);
