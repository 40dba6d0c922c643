-- PostgreSQL 15

-- transaction
drop view public.item_list;
create view public.item_list as
 SELECT items.id,
    items.price
   FROM public.items;
