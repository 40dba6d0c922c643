-- PostgreSQL 15

-- transaction
drop index public.issues_open;
alter table public.issues drop constraint issues_state;
alter type public.state rename to state__old;
create type public.state as enum ('open', 'closed');
-- depends_on_data
alter table public.issues alter column state type public.state using state::text::public.state;
-- breaks_clients
drop type public.state__old;
alter table public.issues add constraint issues_state CHECK ((state >= 'open'::public.state)) NOT VALID;

-- transaction
-- depends_on_data
alter table public.issues validate constraint issues_state;

-- outside of a transaction
CREATE INDEX CONCURRENTLY issues_open ON public.issues USING btree (id) WHERE (state = 'open'::public.state);
