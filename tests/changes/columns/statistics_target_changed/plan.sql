-- PostgreSQL 15

-- transaction
alter table public.items alter column body set statistics 1000;
alter table public.items alter column code set statistics 0;
alter table public.items alter column note set statistics -1;
