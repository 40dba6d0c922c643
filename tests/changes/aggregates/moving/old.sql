create aggregate public.running_sum(integer) (sfunc = int4pl, stype = integer, initcond = '0');
