-- PostgreSQL 15

-- transaction
create or replace aggregate public.least_of(integer) (sfunc = int4smaller, stype = integer, sspace = 64, sortop = operator(pg_catalog.<));
