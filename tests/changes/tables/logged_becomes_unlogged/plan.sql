-- PostgreSQL 15

-- transaction
alter table public.sessions set unlogged;
