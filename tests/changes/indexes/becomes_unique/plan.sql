-- PostgreSQL 15

-- outside of a transaction
CREATE UNIQUE INDEX CONCURRENTLY items_name__new ON public.items USING btree (name) NULLS NOT DISTINCT;

-- outside of a transaction
drop index concurrently public.items_name;

-- transaction
alter index public.items_name__new rename to items_name;
