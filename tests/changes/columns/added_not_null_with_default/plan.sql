-- PostgreSQL 15

-- transaction
alter table public.items add column count integer default 0 not null;
