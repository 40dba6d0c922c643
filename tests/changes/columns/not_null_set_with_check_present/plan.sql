-- PostgreSQL 15

-- transaction
alter table public.items add constraint name__not_null check (name is not null) not valid;

-- transaction
-- depends_on_data
alter table public.items validate constraint name__not_null;

-- transaction
alter table public.items alter column name set not null;
alter table public.items drop constraint name__not_null;
