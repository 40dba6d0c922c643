-- PostgreSQL 15

-- transaction
alter table public.items add constraint items_price CHECK ((price >= (0)::numeric)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_price;
