-- PostgreSQL 15

-- transaction
select setval('public.numbers', least(greatest(last_value, 1), 9999), is_called) from public.numbers where last_value not between 1 and 9999;
alter sequence public.numbers cache 20 cycle minvalue 1 maxvalue 9999;
