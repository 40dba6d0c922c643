-- PostgreSQL 15

-- transaction
alter table public.items alter column id add generated always as identity;
select setval(pg_get_serial_sequence('public.items', 'id'), max(id)) from public.items having max(id) > 0;
