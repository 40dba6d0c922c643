-- PostgreSQL 15

-- outside of a transaction
CREATE UNIQUE INDEX CONCURRENTLY items_code__new ON public.items USING btree (code) INCLUDE (id);

-- outside of a transaction
drop index concurrently public.items_code;

-- transaction
alter index public.items_code__new rename to items_code;
alter table public.items replica identity using index items_code;
alter table public.items cluster on items_code;
