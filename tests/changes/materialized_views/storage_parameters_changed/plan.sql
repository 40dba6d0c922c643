-- PostgreSQL 15

-- transaction
alter materialized view public.names reset (autovacuum_enabled);
alter materialized view public.names set (fillfactor = 90);
