-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.starts(a text, b text)
 RETURNS boolean
 LANGUAGE internal
 IMMUTABLE STRICT SUPPORT text_starts_with_support
AS $function$text_starts_with$function$;
