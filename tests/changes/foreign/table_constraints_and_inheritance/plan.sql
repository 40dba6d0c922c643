-- PostgreSQL 15

-- transaction
alter table public.remote inherit public.parent;
alter table public.remote add constraint remote_id_check CHECK ((id > 0)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.remote validate constraint remote_id_check;
