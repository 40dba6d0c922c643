-- PostgreSQL 15

-- transaction
alter table public.parent add constraint parent_id CHECK ((id > 0)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parent validate constraint parent_id;
