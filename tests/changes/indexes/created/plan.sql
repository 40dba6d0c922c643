-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_name ON public.items USING btree (name);
