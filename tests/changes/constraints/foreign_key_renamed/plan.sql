-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item_fkey;
alter table public.parts add constraint part_of_item FOREIGN KEY (item) REFERENCES public.items(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint part_of_item;
