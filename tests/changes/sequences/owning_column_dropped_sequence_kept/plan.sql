-- PostgreSQL 15

-- transaction
alter sequence public.codes owned by none;
-- deletes_data, breaks_clients
alter table public.items drop column code;
