-- PostgreSQL 15

-- transaction
drop function public.total();
alter table public.items alter column price type bigint;
-- breaks_clients
CREATE OR REPLACE FUNCTION public.total()
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(items.price) AS sum
    FROM public.items;
END;
