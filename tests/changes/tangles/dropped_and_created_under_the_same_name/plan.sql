-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.third();
-- breaks_clients
drop view public.other;
-- deletes_data, breaks_clients
drop table public.thing;
CREATE OR REPLACE FUNCTION public.thing()
 RETURNS integer
 LANGUAGE sql
AS $function$select 1$function$;
create table public.other (
    id integer default public.thing()
);
create view public.third as
 SELECT other.id
   FROM public.other;
