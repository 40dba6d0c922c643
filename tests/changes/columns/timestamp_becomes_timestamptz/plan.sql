-- PostgreSQL 15

-- transaction
alter table public.items alter column at drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column at type timestamp(3) with time zone, alter column day type timestamp without time zone;
alter table public.items alter column at set default CURRENT_TIMESTAMP;
