-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.work()
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
 SET "TimeZone" TO 'Asia/Singapore'
 SET statement_timeout TO '5s'
AS $function$select 1$function$;
