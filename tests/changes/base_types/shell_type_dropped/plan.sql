-- PostgreSQL 15

-- transaction
-- breaks_clients
drop type public.not_yet;
