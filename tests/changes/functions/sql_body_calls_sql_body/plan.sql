-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.a(minimum numeric)
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(items.price) AS sum
    FROM public.items
   WHERE (items.price > a.minimum);
END;
CREATE OR REPLACE FUNCTION public.b()
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.a((5)::numeric) * (2)::numeric);
END;
-- breaks_clients
drop function public.a();
