-- PostgreSQL 15

-- transaction
drop view public.item_list;
-- deletes_data, breaks_clients
alter table public.items drop column old_price;
-- breaks_clients
create view public.item_list as
 SELECT items.id,
    items.name
   FROM public.items;
