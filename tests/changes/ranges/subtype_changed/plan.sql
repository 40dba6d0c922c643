-- PostgreSQL 15

-- transaction
drop type public.span;
create type public.span as range (subtype = bigint, multirange_type_name = public.span_multirange);
