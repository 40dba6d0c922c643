-- PostgreSQL 15

-- transaction
alter table public.items add constraint id__not_null check (id is not null) not valid;

-- transaction
-- depends_on_data
alter table public.items validate constraint id__not_null;

-- transaction
alter table public.items alter column id set not null;
alter table public.items drop constraint id__not_null;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_key on public.items (id);

-- transaction
alter table public.items add constraint items_key primary key using index items_key;
