-- PostgreSQL 15

-- transaction
-- breaks_clients
drop domain public.email;
