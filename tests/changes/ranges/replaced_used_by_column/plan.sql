-- PostgreSQL 15

-- transaction
alter type public.span rename to span__old;
alter type public.span_multirange rename to span_multirange__old;
alter function public.span(double precision, double precision) rename to span__old;
alter function public.span(double precision, double precision, text) rename to span__old;
alter function public.span_multirange() rename to span_multirange__old;
alter function public.span_multirange(public.span__old) rename to span_multirange__old;
alter function public.span_multirange(public.span__old[]) rename to span_multirange__old;
create type public.span as range (subtype = double precision, subtype_diff = float8mi, multirange_type_name = public.span_multirange);
-- depends_on_data
alter table public.measures alter column valid type public.span using valid::text::public.span;
-- breaks_clients
drop type public.span__old;
