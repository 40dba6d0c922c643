-- PostgreSQL 15

-- transaction
alter table public.events_2026 alter column what set default 'new'::text;
