-- PostgreSQL 15

-- transaction
-- depends_on_data, breaks_clients
alter table public.items alter column mark type date using mark::text::date;
