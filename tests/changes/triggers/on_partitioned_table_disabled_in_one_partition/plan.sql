-- PostgreSQL 15

-- transaction
alter table public.events_2026 disable trigger touch;
