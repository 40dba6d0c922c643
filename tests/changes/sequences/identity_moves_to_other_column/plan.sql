-- PostgreSQL 15

-- transaction
alter table public.items alter column code add generated always as identity;
select setval(pg_get_serial_sequence('public.items', 'code'), max(code)) from public.items having max(code) > 0;
alter table public.items alter column id drop identity;
