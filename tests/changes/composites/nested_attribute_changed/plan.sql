-- PostgreSQL 15

-- transaction
alter type public.inner_part add attribute b text;
