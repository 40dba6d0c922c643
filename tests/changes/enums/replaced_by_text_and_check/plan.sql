-- PostgreSQL 15

-- transaction
alter table public.issues alter column state drop default;
-- depends_on_data, breaks_clients
alter table public.issues alter column state type text;
-- breaks_clients
drop type public.state;
alter table public.issues alter column state set default 'open'::text;
alter table public.issues add constraint issues_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.issues validate constraint issues_state_check;
