-- PostgreSQL 15

-- transaction
alter sequence public.numbers increment by -1 start with -1 restart minvalue -9223372036854775808 maxvalue -1;
