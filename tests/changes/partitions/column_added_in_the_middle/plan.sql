-- PostgreSQL 15

-- transaction
alter table public.events add column source text;
