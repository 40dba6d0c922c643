-- PostgreSQL 15

-- transaction
alter table public.issues drop column is_open;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
alter table public.issues add column is_open boolean generated always as ((state = 'open'::public.state)) stored;
-- breaks_clients
drop type public.state__old;
