-- PostgreSQL 15

-- transaction
alter table public.items alter column body type text;
alter table public.items alter column body set storage external;
