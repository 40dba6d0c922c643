-- PostgreSQL 15

-- transaction
alter table public.items alter column active drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column active type boolean using active::boolean;
alter table public.items alter column active set default false;
