-- PostgreSQL 15

-- transaction
-- breaks_clients
drop collation public.german;
