-- PostgreSQL 15

-- transaction
alter domain public.unit drop constraint unit_check;
-- breaks_clients
drop function public.known_unit(text);
alter table public.units add column factor numeric default 1 not null;
CREATE OR REPLACE FUNCTION public.known_unit(candidate text, minimum numeric DEFAULT 0)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$select exists (select from public.units where name = candidate and factor > minimum)$function$;
-- depends_on_data
alter domain public.unit add constraint unit_check CHECK (public.known_unit(VALUE));
