-- PostgreSQL 15

-- transaction
create materialized view public.names as
 SELECT items.id,
    items.name
   FROM public.items;
CREATE UNIQUE INDEX names_id ON public.names USING btree (id);
