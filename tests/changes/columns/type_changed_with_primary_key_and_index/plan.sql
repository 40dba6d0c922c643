-- PostgreSQL 15

-- transaction
alter table public.items alter column code type bigint, alter column id type bigint;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_even__new ON public.items USING btree (id) WHERE ((code % (2)::bigint) = 0);

-- outside of a transaction
drop index concurrently public.items_even;

-- transaction
alter index public.items_even__new rename to items_even;
