-- PostgreSQL 15

-- transaction
alter table public.a drop constraint shared_name;

-- outside of a transaction
-- depends_on_data
create unique index concurrently shared_name on public.b (x);

-- transaction
alter table public.b add constraint shared_name unique using index shared_name;
