-- PostgreSQL 15

-- transaction
drop view public.b;
drop view public.a;
-- deletes_data, breaks_clients
alter table public.items drop column note;
-- breaks_clients
create view public.a as
 SELECT items.id,
    items.name
   FROM public.items;
-- breaks_clients
create view public.b as
 SELECT a.id,
    a.name
   FROM public.a;
