-- PostgreSQL 15

-- transaction
alter sequence public.numbers minvalue 1 maxvalue 9223372036854775807;
