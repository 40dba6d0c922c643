-- PostgreSQL 15

-- transaction
alter table public.items drop column double;
alter table public.items alter column price type bigint;
alter table public.items add column double bigint generated always as ((price * 2)) stored;
