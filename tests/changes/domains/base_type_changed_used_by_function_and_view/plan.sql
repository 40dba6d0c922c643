-- PostgreSQL 15

-- transaction
drop view public.codes;
drop function public.part_of(public.code);
alter domain public.code rename to code__old;
create domain public.code as character varying(12);
-- depends_on_data
alter table public.parts alter column code type public.code using code::text::public.code;
CREATE OR REPLACE FUNCTION public.part_of(wanted public.code)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$select id from public.parts where code = wanted$function$;
create view public.codes as
 SELECT parts.code
   FROM public.parts;
-- breaks_clients
drop domain public.code__old;
