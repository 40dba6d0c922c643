-- PostgreSQL 15

-- transaction
drop function public.mark_of(text);
drop type public.mark;
drop type public.state;
create type public.state as enum ('open', 'closed');
create type public.mark as (state public.state, note text);
CREATE OR REPLACE FUNCTION public.mark_of(note text)
 RETURNS public.mark
 LANGUAGE sql
AS $function$select ('open', note)::public.mark$function$;
