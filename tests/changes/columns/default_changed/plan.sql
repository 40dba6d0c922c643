-- PostgreSQL 15

-- transaction
alter table public.items alter column at set default (clock_timestamp() + '1 day'::interval);
