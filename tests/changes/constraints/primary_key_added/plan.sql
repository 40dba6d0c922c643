-- PostgreSQL 15

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on public.items (id);

-- transaction
alter table public.items add constraint items_pkey primary key using index items_pkey;
