-- PostgreSQL 15

-- transaction
alter table public.items alter column id drop default;
-- breaks_clients
drop sequence public.items_id_seq;
