-- PostgreSQL 15

-- transaction
drop type public.tiny_text cascade;
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
CREATE OR REPLACE FUNCTION public.tiny_receive(internal)
 RETURNS public.tiny_text
 LANGUAGE internal
 STABLE STRICT
AS $function$textrecv$function$;
CREATE OR REPLACE FUNCTION public.tiny_send(public.tiny_text)
 RETURNS bytea
 LANGUAGE internal
 STABLE STRICT
AS $function$textsend$function$;
create type public.tiny_text (input = public.tiny_in, output = public.tiny_out, receive = public.tiny_receive, send = public.tiny_send, internallength = variable, alignment = int4, storage = external, category = 'U', delimiter = ',');
