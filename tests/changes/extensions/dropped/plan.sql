-- PostgreSQL 15

-- transaction
-- breaks_clients
drop extension pg_trgm;
