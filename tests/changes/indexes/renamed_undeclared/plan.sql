-- PostgreSQL 15

-- outside of a transaction
drop index concurrently public.items_name_idx;

-- outside of a transaction
CREATE INDEX CONCURRENTLY by_name ON public.items USING btree (name);
