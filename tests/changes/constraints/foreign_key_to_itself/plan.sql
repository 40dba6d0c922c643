-- PostgreSQL 15

-- transaction
alter table public.nodes add column parent integer;
alter table public.nodes add constraint nodes_parent_fkey FOREIGN KEY (parent) REFERENCES public.nodes(id) ON DELETE CASCADE NOT VALID;

-- transaction
-- depends_on_data
alter table public.nodes validate constraint nodes_parent_fkey;
