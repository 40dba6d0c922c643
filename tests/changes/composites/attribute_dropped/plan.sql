-- PostgreSQL 15

-- transaction
-- deletes_data
alter type public.address drop attribute fax;
