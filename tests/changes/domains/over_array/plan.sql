-- PostgreSQL 15

-- transaction
-- depends_on_data
alter domain public.pair add constraint pair_check CHECK ((array_length(VALUE, 1) = 2));
