-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_code_key;
alter table public.parts drop constraint parts_item_fkey;
alter table public.items drop constraint items_pkey;
alter table public.items alter column id drop not null;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_id_key on public.items (id);

-- transaction
alter table public.items add constraint items_id_key unique using index items_id_key;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on public.items (code);

-- transaction
alter table public.items add constraint items_pkey primary key using index items_pkey;
alter table public.parts add constraint parts_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_item_fkey;
