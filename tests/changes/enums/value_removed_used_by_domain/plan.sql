-- PostgreSQL 15

-- transaction
alter domain public.known_state drop default;
alter domain public.known_state drop constraint known_state_check;
alter domain public.known_state rename to known_state__old;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
create domain public.known_state as public.state default 'open'::public.state not null;
-- depends_on_data
alter domain public.known_state add constraint known_state_check CHECK ((VALUE <> 'closed'::public.state));
-- depends_on_data
alter table public.issues alter column state type public.known_state using state::text::public.known_state;
-- breaks_clients
drop domain public.known_state__old;
-- breaks_clients
drop type public.state__old;
