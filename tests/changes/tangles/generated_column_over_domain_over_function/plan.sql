-- PostgreSQL 15

-- transaction
alter domain public.code drop constraint code_check;
alter domain public.code rename to code__old;
drop index public.items_clean;
alter table public.items drop column shown;
drop function public.clean(text);
create domain public.code as character varying(20);
-- depends_on_data
alter table public.items alter column raw type public.code using raw::text::public.code;
-- breaks_clients
CREATE OR REPLACE FUNCTION public.clean(raw text)
 RETURNS character varying
 LANGUAGE sql
 IMMUTABLE
AS $function$select trim(raw)::varchar$function$;
-- depends_on_data
alter domain public.code add constraint code_check CHECK (((VALUE)::text = (public.clean((VALUE)::text))::text));
alter table public.items add column shown character varying generated always as (public.clean((raw)::text)) stored;
-- breaks_clients
drop domain public.code__old;

-- outside of a transaction
CREATE INDEX CONCURRENTLY items_clean ON public.items USING btree (public.clean((raw)::text));
