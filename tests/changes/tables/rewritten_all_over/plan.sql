-- PostgreSQL 15

-- transaction
alter table public.things drop constraint things_b_check;
alter table public.things drop constraint things_d_key;
alter table public.things alter column b drop not null;
-- depends_on_data, breaks_clients
alter table public.things alter column d type numeric(12,4), alter column id type bigint;
alter table public.things add column e jsonb default '{}'::jsonb not null;

-- outside of a transaction
drop index concurrently public.things_c;

-- transaction
-- deletes_data, breaks_clients
alter table public.things drop column c;

-- transaction
-- rewrites_table
update public.things set a = 'y'::text where a is null;

-- transaction
alter table public.things add constraint a__not_null check (a is not null) not valid;

-- transaction
-- depends_on_data
alter table public.things validate constraint a__not_null;

-- transaction
alter table public.things alter column a set not null;
alter table public.things drop constraint a__not_null;
alter table public.things add column f text generated always as (upper(a)) stored;
alter table public.things alter column a set default 'y'::text;

-- outside of a transaction
-- depends_on_data
create unique index concurrently things_a_b on public.things (a, b);

-- transaction
alter table public.things add constraint things_a_b unique using index things_a_b;

-- outside of a transaction
CREATE INDEX CONCURRENTLY things_e ON public.things USING gin (e);
