-- PostgreSQL 15

-- transaction
-- depends_on_data, breaks_clients
alter table public.items alter column size type integer using size::integer;

-- transaction
-- rewrites_table
update public.items set size = 10 where size is null;

-- transaction
alter table public.items add constraint size__not_null check (size is not null) not valid;

-- transaction
-- depends_on_data
alter table public.items validate constraint size__not_null;

-- transaction
alter table public.items alter column size set not null;
alter table public.items drop constraint size__not_null;
alter table public.items alter column size set default 10;
