-- PostgreSQL 15

-- transaction
-- depends_on_data
alter domain public.amount set not null;
