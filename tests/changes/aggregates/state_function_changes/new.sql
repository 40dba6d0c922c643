create function public.step(state bigint, value integer) returns bigint language sql immutable as 'select state + value';
create aggregate public.total(integer) (sfunc = public.step, stype = bigint, initcond = '0');
