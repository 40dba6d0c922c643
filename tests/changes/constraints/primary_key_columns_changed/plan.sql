-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_pkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on public.items (b, a);

-- transaction
alter table public.items add constraint items_pkey primary key using index items_pkey;
