-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item_fkey;
alter table public.items alter column id type text;
alter table public.parts alter column item type text;
alter table public.parts add constraint parts_item_fkey FOREIGN KEY (item) REFERENCES public.items(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_item_fkey;
