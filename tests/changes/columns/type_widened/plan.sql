-- PostgreSQL 15

-- transaction
alter table public.items alter column count drop default;
-- depends_on_data, breaks_clients
alter table public.items alter column code type character varying(50), alter column count type bigint, alter column ratio type double precision;
alter table public.items alter column count set default 1;
