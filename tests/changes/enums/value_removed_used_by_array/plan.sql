-- PostgreSQL 15

-- transaction
alter table public.things alter column tags drop default;
alter type public.tag rename to tag__old;
create type public.tag as enum ('red', 'blue');
-- depends_on_data
alter table public.things alter column tags type public.tag[] using tags::text::public.tag[];
alter table public.things alter column tags set default '{red}'::public.tag[];
-- breaks_clients
drop type public.tag__old;
