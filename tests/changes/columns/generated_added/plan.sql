-- PostgreSQL 15

-- transaction
alter table public.items add column total numeric generated always as ((price * (count)::numeric)) stored;
