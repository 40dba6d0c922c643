-- PostgreSQL 15

-- transaction
drop view public.numbers;
alter table public.items alter column n drop default;
drop function public.number();
-- breaks_clients
CREATE OR REPLACE FUNCTION public.number()
 RETURNS bigint
 LANGUAGE sql
AS $function$select 1::bigint$function$;
alter table public.items alter column n type bigint;
alter table public.items alter column n set default public.number();
-- breaks_clients
create view public.numbers as
 SELECT public.number() AS n;
