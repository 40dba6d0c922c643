-- PostgreSQL 15

-- transaction
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
-- breaks_clients
drop type public.state__old;
