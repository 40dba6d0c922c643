-- PostgreSQL 15

-- transaction
alter table public.items of public.item;
