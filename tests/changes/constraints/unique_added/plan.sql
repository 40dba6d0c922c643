-- PostgreSQL 15

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_code on public.items (code);

-- transaction
alter table public.items add constraint items_code unique using index items_code;
