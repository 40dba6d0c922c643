-- PostgreSQL 15

-- transaction
alter table public.items alter column body set compression pglz;
alter table public.items alter column note set compression default;
