-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_some;
create or replace view public.chosen as
 SELECT items.a
   FROM public.items
  WHERE (items.a OR (items.b AND items.c));
alter table public.items add constraint items_some CHECK ((a OR (b AND c))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_some;
