-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_code;

-- outside of a transaction
-- depends_on_data
CREATE UNIQUE INDEX CONCURRENTLY items_code ON public.items USING btree (code);
