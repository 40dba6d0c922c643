-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.total()
 RETURNS numeric
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT sum(items.price) AS sum
    FROM public.items;
END;
