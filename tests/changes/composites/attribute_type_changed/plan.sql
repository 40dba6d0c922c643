-- PostgreSQL 15

-- transaction
-- breaks_clients
alter type public.point3 alter attribute z type bigint;
