-- PostgreSQL 15

-- transaction
alter domain public.amount validate constraint amount_positive;
