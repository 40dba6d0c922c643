-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.total()
 RETURNS numeric
 LANGUAGE sql
BEGIN ATOMIC
 SELECT 0.0;
END;
-- deletes_data, breaks_clients
alter table public.items drop column price;
