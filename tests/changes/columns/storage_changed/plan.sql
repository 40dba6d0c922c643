-- PostgreSQL 15

-- transaction
alter table public.items alter column body set storage external;
alter table public.items alter column note set storage extended;
