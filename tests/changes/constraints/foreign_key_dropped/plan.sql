-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item;
