-- PostgreSQL 15

-- transaction
alter table public.parts alter constraint parts_item not deferrable;
