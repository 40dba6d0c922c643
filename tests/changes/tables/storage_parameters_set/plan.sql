-- PostgreSQL 15

-- transaction
alter table public.items set (autovacuum_enabled = false, fillfactor = 70);
alter table public.items set (toast.autovacuum_vacuum_threshold = 500);
