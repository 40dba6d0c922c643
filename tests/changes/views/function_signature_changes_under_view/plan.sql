-- PostgreSQL 15

-- transaction
drop view public.prices;
-- breaks_clients
drop function public.gross(numeric);
CREATE OR REPLACE FUNCTION public.gross(price numeric, rate numeric DEFAULT 1.2)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
AS $function$select price * rate$function$;
create view public.prices as
 SELECT items.id,
    public.gross(items.price) AS gross
   FROM public.items;
