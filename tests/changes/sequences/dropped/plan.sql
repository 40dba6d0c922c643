-- PostgreSQL 15

-- transaction
-- breaks_clients
drop sequence public.numbers;
