create aggregate public.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
