-- PostgreSQL 15

-- transaction
drop view public.item_list;
-- breaks_clients
create view public.item_list as
 SELECT items.id,
    items.name AS title
   FROM public.items;
