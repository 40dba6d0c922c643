-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_code;
