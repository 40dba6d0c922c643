-- PostgreSQL 15

-- transaction
alter table public.child add constraint kind__not_null check (kind is not null) not valid;

-- transaction
-- depends_on_data
alter table public.child validate constraint kind__not_null;

-- transaction
alter table public.child alter column kind set not null;
alter table public.child drop constraint kind__not_null;
