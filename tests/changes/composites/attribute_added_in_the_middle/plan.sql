-- PostgreSQL 15

-- transaction
alter type public.address add attribute city text;
