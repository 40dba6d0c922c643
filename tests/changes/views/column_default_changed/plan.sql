-- PostgreSQL 15

-- transaction
alter view public.names alter column name set default 'new'::text;
alter view public.names alter column id set default 1;
