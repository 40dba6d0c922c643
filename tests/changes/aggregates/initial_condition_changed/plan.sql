-- PostgreSQL 15

-- transaction
create or replace aggregate public.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '2', parallel = safe);
