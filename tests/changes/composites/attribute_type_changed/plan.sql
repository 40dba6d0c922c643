-- PostgreSQL 15

-- transaction
alter type public.point3 alter attribute z type bigint;
