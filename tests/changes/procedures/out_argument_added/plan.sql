-- PostgreSQL 15

-- transaction
-- breaks_clients
drop procedure public.tidy(integer);
CREATE OR REPLACE PROCEDURE public.tidy(IN days integer, OUT note text, INOUT removed integer DEFAULT 0)
 LANGUAGE plpgsql
AS $procedure$begin note := 'n'; end$procedure$;
