-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_position;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_position on public.items ("position");

-- transaction
alter table public.items add constraint items_position unique using index items_position DEFERRABLE;
