-- PostgreSQL 15

-- transaction
drop policy coded on public.items;
drop index public.items_by_code;
alter table public.items drop constraint items_n_check;
drop view public.codes;
alter table public.items alter column label drop default;
alter table public.items drop column code;
drop function public.first_code();
-- breaks_clients
drop function public.code(integer);
CREATE OR REPLACE FUNCTION public.code(n integer, prefix text DEFAULT 'c'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$select prefix || n$function$;
alter table public.items add column code text generated always as (public.code(n)) stored;
CREATE OR REPLACE FUNCTION public.first_code()
 RETURNS text
 LANGUAGE sql
BEGIN ATOMIC
 SELECT public.code(1) AS code;
END;
alter table public.items alter column label set default public.code(0);
create view public.codes as
 SELECT public.code(items.n) AS code
   FROM public.items;
-- widens_access
create policy coded on public.items for all to public using ((public.code(n) IS NOT NULL));
alter table public.items add constraint items_n_check CHECK ((public.code(n) <> ''::text)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_n_check;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_by_code ON public.items USING btree (public.code(n));
