-- PostgreSQL 15

-- transaction
alter sequence public.numbers start with 1000;
