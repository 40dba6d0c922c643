-- PostgreSQL 15

-- transaction
drop index public.items_sum;
alter table public.items drop constraint items_id_check;
drop view public.sums;
alter table public.items alter column total drop default;
drop function public.add(integer, integer);
-- breaks_clients
CREATE OR REPLACE FUNCTION public.add(x integer, y integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$select $1 + $2$function$;
alter table public.items alter column total set default public.add(1, 2);
create view public.sums as
 SELECT public.add(items.id, 1) AS sum
   FROM public.items;
alter table public.items add constraint items_id_check CHECK ((public.add(id, 1) > 0)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_id_check;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_sum ON public.items USING btree (public.add(id, 5));
