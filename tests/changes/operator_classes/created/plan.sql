-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public.by_size(a text, b text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$select length(a) - length(b)$function$;
create operator family public.size_ops using btree;
create operator class public.size_ops for type text using btree family public.size_ops as operator 1 <(text,text), operator 2 <=(text,text), operator 3 =(text,text), operator 4 >=(text,text), operator 5 >(text,text), function 1 (text, text) public.by_size(text,text);
