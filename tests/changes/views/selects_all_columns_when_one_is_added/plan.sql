-- PostgreSQL 15

-- transaction
alter table public.items add column name text;
create or replace view public.everything as
 SELECT items.id,
    items.name
   FROM public.items;
