-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_item;
alter table public.parts add constraint parts_item FOREIGN KEY (item) REFERENCES public.products(id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_item;
