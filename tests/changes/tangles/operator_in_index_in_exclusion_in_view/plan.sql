-- PostgreSQL 15

-- transaction
drop view public.clashes;
drop operator public.<~> (public.span, public.span);
drop function public.touches(public.span, public.span);
alter type public.span rename to span__old;
alter type public.span_multirange rename to span_multirange__old;
alter function public.span(integer, integer) rename to span__old;
alter function public.span(integer, integer, text) rename to span__old;
alter function public.span_multirange() rename to span_multirange__old;
alter function public.span_multirange(public.span__old) rename to span_multirange__old;
alter function public.span_multirange(public.span__old[]) rename to span_multirange__old;
create type public.span as range (subtype = bigint, multirange_type_name = public.span_multirange);
CREATE OR REPLACE FUNCTION public.touches(a public.span, b public.span)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select a && b or a -|- b$function$;
create operator public.<~> (function = public.touches, leftarg = public.span, rightarg = public.span, commutator = operator(public.<~>), restrict = contsel);
-- depends_on_data
alter table public.rooms alter column during type public.span using during::text::public.span;
create view public.clashes as
 SELECT a.id AS first,
    b.id AS second
   FROM (public.rooms a
     JOIN public.rooms b ON (((a.during OPERATOR(public.<~>) b.during) AND (a.id < b.id))));
-- breaks_clients
drop type public.span__old;
