-- PostgreSQL 15

-- transaction
create type public.tiny_text;
CREATE OR REPLACE FUNCTION public.tiny_in(cstring)
 RETURNS public.tiny_text
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$textin$function$;
CREATE OR REPLACE FUNCTION public.tiny_out(public.tiny_text)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$textout$function$;
create type public.tiny_text (input = public.tiny_in, output = public.tiny_out, internallength = variable, alignment = int4, storage = extended, category = 'U', delimiter = ',');
