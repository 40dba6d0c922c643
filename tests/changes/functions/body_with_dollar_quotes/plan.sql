-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.say()
 RETURNS text
 LANGUAGE plpgsql
AS $function$ begin return $body$ it's $$ $body$; end $function$;
