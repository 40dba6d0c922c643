-- PostgreSQL 15

-- transaction
alter table public.items reset (autovacuum_vacuum_scale_factor, toast_tuple_target);
alter table public.items set (fillfactor = 85, parallel_workers = 4);
