-- PostgreSQL 15

-- transaction
create sequence public.numbers;
