-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_name__new ON public.items USING btree (name) WITH (deduplicate_items=off);

-- outside of a transaction
drop index concurrently public.items_name;

-- transaction
alter index public.items_name__new rename to items_name;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_tags__new ON public.items USING gin (tags) WITH (gin_pending_list_limit='1024', fastupdate=off);

-- outside of a transaction
drop index concurrently public.items_tags;

-- transaction
alter index public.items_tags__new rename to items_tags;
