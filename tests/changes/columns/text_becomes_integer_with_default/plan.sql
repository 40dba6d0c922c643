-- PostgreSQL 15

-- transaction
alter table public.items alter column count drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column count type integer using count::integer;
alter table public.items alter column count set default 7;
