-- PostgreSQL 15

-- transaction
drop type public.text_span;
create type public.text_span as range (subtype = text, subtype_opclass = pg_catalog.text_pattern_ops, collation = "POSIX", multirange_type_name = public.text_span_multirange);
