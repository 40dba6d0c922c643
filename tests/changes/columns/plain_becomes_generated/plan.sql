-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter table public.items drop column total;
alter table public.items add column total numeric generated always as ((price * (2)::numeric)) stored;
