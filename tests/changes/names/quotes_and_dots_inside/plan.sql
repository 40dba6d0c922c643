-- PostgreSQL 15

-- transaction
CREATE OR REPLACE FUNCTION public."fn ""x"""("arg 1" integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select "arg 1"$function$;
comment on column public."a""b"."e'f" is 'quoted';
alter table public."a""b" add column "g\h" integer;
alter table public."a""b" alter column "e'f" set default 'it''s "x"'::text;
