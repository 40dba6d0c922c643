-- PostgreSQL 15

-- transaction
alter sequence public.codes owned by none;
