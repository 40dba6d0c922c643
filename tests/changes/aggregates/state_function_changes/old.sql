create function public.step(state integer, value integer) returns integer language sql immutable as 'select state + value';
create aggregate public.total(integer) (sfunc = public.step, stype = integer, initcond = '0');
