-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_name__new ON public.items USING btree (name text_pattern_ops);

-- outside of a transaction
drop index concurrently public.items_name;

-- transaction
alter index public.items_name__new rename to items_name;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_vector__new ON public.items USING gist (vector tsvector_ops (siglen='100'));

-- outside of a transaction
drop index concurrently public.items_vector;

-- transaction
alter index public.items_vector__new rename to items_vector;
