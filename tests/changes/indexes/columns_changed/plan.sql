-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_a__new ON public.items USING btree (a, b);

-- outside of a transaction
drop index concurrently public.items_a;

-- transaction
alter index public.items_a__new rename to items_a;
