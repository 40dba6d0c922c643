-- PostgreSQL 15

-- transaction
drop view public.sums;
alter table public.items alter column id type bigint;
-- breaks_clients
create view public.sums as
 SELECT items.id,
    items.name,
    sum(items.price) AS total
   FROM public.items
  GROUP BY items.id;
