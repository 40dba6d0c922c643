-- PostgreSQL 15

-- transaction
alter table public.parent drop constraint parent_id;
alter table public.parent add constraint parent_id CHECK ((id > 0)) NO INHERIT NOT VALID;

-- transaction
-- depends_on_data
alter table public.parent validate constraint parent_id;
