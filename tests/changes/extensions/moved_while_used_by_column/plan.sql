-- PostgreSQL 15

-- transaction
alter extension citext set schema extensions;
-- depends_on_data, breaks_clients
alter table public.people alter column email type extensions.citext using email::text::extensions.citext;
