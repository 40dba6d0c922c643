-- PostgreSQL 15

-- transaction
drop view public.highest;
drop view public.prices;
-- depends_on_data, breaks_clients
alter table public.items alter column price type numeric(12,4);
-- breaks_clients
create view public.prices as
 SELECT items.id,
    items.price
   FROM public.items;
create view public.highest as
 SELECT max(prices.price) AS price
   FROM public.prices;
