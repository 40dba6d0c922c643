-- PostgreSQL 15

-- transaction
drop materialized view public.prices;
alter table public.items alter column price type bigint;
-- breaks_clients
create materialized view public.prices as
 SELECT items.id,
    items.price
   FROM public.items;
comment on materialized view public.prices is 'Kept.';
CREATE UNIQUE INDEX prices_id ON public.prices USING btree (id);
