-- PostgreSQL 15

-- transaction
-- breaks_clients
drop cast (numeric as public.celsius);
