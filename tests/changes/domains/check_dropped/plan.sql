-- PostgreSQL 15

-- transaction
alter domain public.amount drop constraint amount_small;
