-- PostgreSQL 15

-- transaction
-- breaks_clients
drop type public.float_range;
