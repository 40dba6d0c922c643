-- PostgreSQL 15

-- transaction
alter table public.items alter column data drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column data type jsonb;
alter table public.items alter column data set default '{}'::jsonb;
