-- PostgreSQL 15

-- transaction
select setval('public.numbers', least(greatest(last_value, 1), 32767), is_called) from public.numbers where last_value not between 1 and 32767;
alter sequence public.numbers as smallint minvalue 1 maxvalue 32767;
