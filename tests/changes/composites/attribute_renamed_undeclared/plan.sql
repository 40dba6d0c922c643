-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
alter type public.address drop attribute town;
alter type public.address add attribute city text;
