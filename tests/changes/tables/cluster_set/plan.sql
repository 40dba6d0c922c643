-- PostgreSQL 15

-- transaction
alter table public.items cluster on items_code;
