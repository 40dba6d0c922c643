-- PostgreSQL 15

-- transaction
alter operator public.=== (integer, integer) set (join = neqjoinsel, restrict = neqsel);
