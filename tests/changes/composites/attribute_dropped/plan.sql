-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter type public.address drop attribute fax;
