-- PostgreSQL 15

-- outside of a transaction
-- depends_on_data
CREATE UNIQUE INDEX CONCURRENTLY items_code ON public.items USING btree (code);

-- transaction
alter table public.items replica identity using index items_code;
