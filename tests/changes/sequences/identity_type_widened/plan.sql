-- PostgreSQL 15

-- transaction
alter table public.items alter column id type bigint;
alter sequence public.items_id_seq minvalue 1 maxvalue 9223372036854775807;
