-- PostgreSQL 15

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_at__new ON public.items USING brin (at) WITH (pages_per_range='16', autosummarize='on');

-- outside of a transaction
drop index concurrently public.items_at;

-- transaction
alter index public.items_at__new rename to items_at;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_code__new ON public.items USING hash (code);

-- outside of a transaction
drop index concurrently public.items_code;

-- transaction
alter index public.items_code__new rename to items_code;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_place__new ON public.items USING spgist (place);

-- outside of a transaction
drop index concurrently public.items_place;

-- transaction
alter index public.items_place__new rename to items_place;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_tags__new ON public.items USING gin (tags) WITH (fastupdate=off);

-- outside of a transaction
drop index concurrently public.items_tags;

-- transaction
alter index public.items_tags__new rename to items_tags;
