-- PostgreSQL 15

-- transaction
create type public.float_range as range (subtype = double precision, subtype_diff = float8mi, multirange_type_name = public.float_multirange);
