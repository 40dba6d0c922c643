-- PostgreSQL 15

-- transaction
-- breaks_clients
drop type public.address;
