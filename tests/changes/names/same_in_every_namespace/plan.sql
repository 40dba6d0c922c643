-- PostgreSQL 15

-- transaction
create schema item;
create domain item.item as text;
-- widens_access
create policy item on public.item for all to public using (true);
alter table public.item add constraint item CHECK ((item <> ''::text)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.item validate constraint item;

-- outside of a transaction
CREATE INDEX CONCURRENTLY item_index ON public.item USING btree (item);

-- transaction
CREATE OR REPLACE FUNCTION public.item()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$begin return new; end$function$;
CREATE OR REPLACE FUNCTION public.item(item integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select item$function$;
CREATE TRIGGER item BEFORE INSERT ON public.item FOR EACH ROW EXECUTE FUNCTION public.item();
