-- PostgreSQL 15

-- transaction
alter table public.events no inherit public.named;
alter table public.events no inherit public.dated;
alter table public.events inherit public.dated;
alter table public.events inherit public.named;
