-- PostgreSQL 15

-- transaction
drop index public.items_total;
drop view public.totals;
alter table public.items drop column total;
alter table public.items add column total numeric generated always as ((price * (3)::numeric)) stored;
create view public.totals as
 SELECT items.total
   FROM public.items;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_total ON public.items USING btree (total);
