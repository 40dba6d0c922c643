-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_order__new ON public.items USING btree (name COLLATE "C" DESC, price NULLS FIRST);

-- outside of a transaction
drop index concurrently public.items_order;

-- transaction
alter index public.items_order__new rename to items_order;
