-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item_fkey;
alter table public.items drop constraint items_pkey;

-- outside of a transaction
-- depends_on_data
create unique index concurrently items_pkey on public.items (tenant, id);

-- transaction
alter table public.items add constraint items_pkey primary key using index items_pkey;
alter table public.parts add constraint parts_tenant_item_fkey FOREIGN KEY (tenant, item) REFERENCES public.items(tenant, id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_tenant_item_fkey;
