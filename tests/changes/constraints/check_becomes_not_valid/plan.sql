-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_price;
alter table public.items add constraint items_price CHECK ((price >= (0)::numeric)) NOT VALID;
