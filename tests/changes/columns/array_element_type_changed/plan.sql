-- PostgreSQL 15

-- transaction
alter table public.items alter column sizes drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column sizes type bigint[];
alter table public.items alter column sizes set default '{1}'::bigint[];
