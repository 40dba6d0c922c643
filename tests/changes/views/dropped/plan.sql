-- PostgreSQL 15

-- transaction
-- breaks_clients
drop view public.names;
