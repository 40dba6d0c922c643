-- PostgreSQL 15

-- transaction
-- depends_on_data, breaks_clients
alter table public.items alter column tag type text[] using tag::text[];
