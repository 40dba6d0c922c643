-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter table public.parent drop column note;
