-- PostgreSQL 15

-- transaction
alter table public.items add column key uuid default gen_random_uuid() not null;
