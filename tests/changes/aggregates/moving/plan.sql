-- PostgreSQL 15

-- transaction
create or replace aggregate public.running_sum(integer) (sfunc = int4pl, stype = integer, initcond = '0', msfunc = int4pl, minvfunc = int4mi, mstype = integer, minitcond = '0');
