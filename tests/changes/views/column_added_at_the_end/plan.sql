-- PostgreSQL 15

-- transaction
create or replace view public.item_list as
 SELECT items.id,
    items.name,
    items.price
   FROM public.items;
