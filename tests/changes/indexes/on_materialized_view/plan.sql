-- PostgreSQL 15

-- outside of a transaction
drop index concurrently public.names_name;

-- outside of a transaction
-- depends_on_data
CREATE UNIQUE INDEX CONCURRENTLY names_id ON public.names USING btree (id);
