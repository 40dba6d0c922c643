-- PostgreSQL 15

-- transaction
alter table public.items alter column id drop default;
alter sequence public.items_id_seq as bigint minvalue 1 maxvalue 9223372036854775807;
alter table public.items alter column id type bigint;
alter table public.items alter column id set default nextval('public.items_id_seq'::regclass);
