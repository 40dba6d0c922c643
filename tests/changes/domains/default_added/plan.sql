-- PostgreSQL 15

-- transaction
alter domain public.amount set default 0;
