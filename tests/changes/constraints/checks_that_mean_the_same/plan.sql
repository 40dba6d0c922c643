-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_kind;
alter table public.items add constraint items_kind CHECK (((kind = 'a'::text) OR (kind = 'b'::text))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.items validate constraint items_kind;
