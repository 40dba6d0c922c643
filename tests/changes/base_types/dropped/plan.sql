-- PostgreSQL 15

-- transaction
-- breaks_clients
drop type public.tiny_text cascade;
