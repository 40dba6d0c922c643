-- PostgreSQL 15

-- transaction
-- depends_on_data
alter table public.items validate constraint items_price;
