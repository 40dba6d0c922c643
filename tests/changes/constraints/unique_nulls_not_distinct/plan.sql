-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_code;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_code on public.items (code) nulls not distinct;

-- transaction
alter table public.items add constraint items_code unique using index items_code;
