-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item_fkey;
alter table public.items drop constraint items_pkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently pk_items on public.items (id);

-- transaction
alter table public.items add constraint pk_items primary key using index pk_items;
alter table public.parts add constraint parts_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_item_fkey;
