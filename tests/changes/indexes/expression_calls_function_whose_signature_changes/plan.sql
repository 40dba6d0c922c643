-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.norm(name text, fold boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN fold THEN lower(name) ELSE name END;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_norm__new ON public.items USING btree (public.norm(name, true));

-- outside of a transaction
drop index concurrently public.items_norm;

-- transaction
alter index public.items_norm__new rename to items_norm;
-- breaks_clients
drop function public.norm(text);
