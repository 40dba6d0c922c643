-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter type public.line drop attribute note;
