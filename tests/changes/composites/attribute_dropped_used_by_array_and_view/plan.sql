-- PostgreSQL 15

-- transaction
-- deletes_data
alter type public.line drop attribute note;
