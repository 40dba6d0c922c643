-- PostgreSQL 15

-- transaction
select setval('public.numbers', least(greatest(last_value, -1000), -1), is_called) from public.numbers where last_value not between -1000 and -1;
alter sequence public.numbers cache 1 no cycle increment by -5 start with -1 as bigint minvalue -1000 maxvalue -1;
