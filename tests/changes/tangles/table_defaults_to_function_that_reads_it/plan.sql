-- PostgreSQL 15

-- transaction
alter table public.items alter column place drop default;
drop function public.next_place();
alter table public.items alter column place type bigint;
-- breaks_clients
CREATE OR REPLACE FUNCTION public.next_place()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (COALESCE(max(items.place), (0)::bigint) + 10)
    FROM public.items;
END;
alter table public.items alter column place set default public.next_place();
