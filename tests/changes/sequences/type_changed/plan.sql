-- PostgreSQL 15

-- transaction
alter sequence public.numbers as bigint minvalue 1 maxvalue 9223372036854775807;
