-- PostgreSQL 15

-- transaction
drop function public.tidy(integer);
-- breaks_clients
CREATE OR REPLACE PROCEDURE public.tidy(IN days integer)
 LANGUAGE sql
AS $procedure$select$procedure$;
