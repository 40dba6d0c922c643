-- PostgreSQL 15

-- transaction
alter table public.issues alter column state drop default;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
alter table public.issues alter column state set default 'open'::public.state;
-- breaks_clients
drop type public.state__old;
