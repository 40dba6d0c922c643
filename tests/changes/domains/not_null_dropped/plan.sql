-- PostgreSQL 15

-- transaction
alter domain public.amount drop not null;
