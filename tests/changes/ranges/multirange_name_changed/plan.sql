-- PostgreSQL 15

-- transaction
drop type public.span;
create type public.span as range (subtype = double precision, multirange_type_name = public.spans);
