-- PostgreSQL 15

-- transaction
CREATE OR REPLACE PROCEDURE public.tidy(IN days integer DEFAULT 7)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $procedure$begin perform days + 1; end$procedure$;
