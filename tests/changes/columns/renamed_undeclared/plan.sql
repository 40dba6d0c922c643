-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter table public.items drop column title;
alter table public.items add column name text;
