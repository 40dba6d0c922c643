-- PostgreSQL 15

-- transaction
select setval('public.items_id_seq', least(greatest(last_value, 100), 100000), is_called) from public.items_id_seq where last_value not between 100 and 100000;
alter sequence public.items_id_seq start with 100 increment by 10 cache 5 cycle minvalue 100 maxvalue 100000;
