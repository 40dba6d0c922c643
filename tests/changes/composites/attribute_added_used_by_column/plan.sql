-- PostgreSQL 15

-- transaction
alter type public.address add attribute country text;
