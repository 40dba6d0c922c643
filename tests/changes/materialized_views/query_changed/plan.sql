-- PostgreSQL 15

-- transaction
drop materialized view public.names;
create materialized view public.names as
 SELECT items.id,
    upper(items.name) AS name
   FROM public.items
  WHERE (items.id > 0);
-- widens_access
grant select on table public.names to chg_matview_query;
comment on materialized view public.names is 'Names.';
alter table public.names alter column name set statistics 50;
comment on column public.names.name is 'Name.';
CREATE UNIQUE INDEX names_id ON public.names USING btree (id);
CREATE INDEX names_name ON public.names USING btree (name);
alter materialized view public.names cluster on names_name;
