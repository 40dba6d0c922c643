-- PostgreSQL 15

-- transaction
-- depends_on_data, breaks_clients
alter table public.people alter column email type text;
-- breaks_clients
drop domain public.email;
