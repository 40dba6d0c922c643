-- PostgreSQL 15

-- transaction
alter table public.remote alter column name drop default;
alter foreign table public.remote options (add table_name 't');
alter table public.remote alter column id type bigint;
alter table public.remote alter column id drop not null;
alter foreign table public.remote alter column size options (set column_name 't', add other 'o');
alter table public.remote add column at date;
alter table public.remote add constraint name__not_null check (name is not null) not valid;

-- transaction
-- depends_on_data
alter table public.remote validate constraint name__not_null;

-- transaction
alter table public.remote alter column name set not null;
alter table public.remote drop constraint name__not_null;
