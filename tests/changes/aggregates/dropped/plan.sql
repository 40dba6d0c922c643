-- PostgreSQL 15

-- transaction
-- breaks_clients
drop aggregate public.product(numeric);
