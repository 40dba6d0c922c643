-- PostgreSQL 15

-- transaction
alter sequence public.numbers set unlogged;
