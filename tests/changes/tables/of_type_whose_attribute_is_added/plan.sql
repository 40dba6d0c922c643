-- PostgreSQL 15

-- transaction
alter type public.item add attribute name text cascade;
