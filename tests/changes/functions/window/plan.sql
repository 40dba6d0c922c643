-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.place()
 RETURNS bigint
 LANGUAGE internal
 WINDOW STABLE PARALLEL SAFE
AS $function$window_rank$function$;
