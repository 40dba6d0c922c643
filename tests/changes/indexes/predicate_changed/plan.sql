-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_open__new ON public.items USING btree (id) WHERE (state = ANY (ARRAY['open'::text, 'new'::text]));

-- outside of a transaction
drop index concurrently public.items_open;

-- transaction
alter index public.items_open__new rename to items_open;
