-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_price_check;
alter table public.items add constraint price_not_negative CHECK ((price >= (0)::numeric)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint price_not_negative;
