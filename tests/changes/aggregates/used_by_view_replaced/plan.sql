-- PostgreSQL 15

-- transaction
create or replace aggregate public.product(numeric) (sfunc = numeric_mul, stype = numeric, combinefunc = numeric_mul, initcond = '1', parallel = safe);
