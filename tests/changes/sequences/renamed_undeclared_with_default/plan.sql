-- PostgreSQL 15

-- transaction
create sequence public.new_numbers;
alter table public.items alter column id set default nextval('public.new_numbers'::regclass);
-- breaks_clients
drop sequence public.old_numbers;
