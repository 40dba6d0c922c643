-- PostgreSQL 15

-- transaction
-- breaks_clients
drop text search configuration public.notes;
