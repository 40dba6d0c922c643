-- PostgreSQL 15

-- transaction
alter table public.events add column at date;
alter table public.events inherit public.dated;
