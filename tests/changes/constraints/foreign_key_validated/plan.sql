-- PostgreSQL 15

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_item;
