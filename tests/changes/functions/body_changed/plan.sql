-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.next_day(day date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
AS $function$select (day + interval '1 day')::date$function$;
