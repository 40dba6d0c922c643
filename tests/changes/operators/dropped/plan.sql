-- PostgreSQL 15

-- transaction
-- breaks_clients
drop operator public.=== (integer, integer);
