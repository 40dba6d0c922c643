-- PostgreSQL 15

-- transaction
-- depends_on_data, breaks_clients
alter table public.items alter column code type character varying(5), alter column count type smallint, alter column price type numeric(6,2);
