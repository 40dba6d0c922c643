-- PostgreSQL 15

-- transaction
alter type public.size rename to size__old;
create type public.size as enum ('small', 'medium', 'large');
-- depends_on_data
alter table public.shirts alter column size type public.size using size::text::public.size;
-- breaks_clients
drop type public.size__old;
