-- PostgreSQL 15

-- transaction
alter sequence public.numbers increment by 50 minvalue 1 maxvalue 9223372036854775807;
