-- PostgreSQL 15

-- transaction
alter table public.items alter column e drop default;
-- deletes_data, breaks_clients
alter table public.items drop column c;
-- depends_on_data, breaks_clients
alter table public.items alter column b type character varying(100), alter column d type numeric(10,2);
alter table public.items add column f timestamp with time zone default now();
alter table public.items add column g integer[];
alter table public.items alter column b set default 'b'::character varying;
alter table public.items alter column a type bigint;
alter table public.items add constraint a__not_null check (a is not null) not valid;

-- transaction
-- depends_on_data
alter table public.items validate constraint a__not_null;

-- transaction
alter table public.items alter column a set not null;
alter table public.items drop constraint a__not_null;
