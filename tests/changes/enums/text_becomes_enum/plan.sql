-- PostgreSQL 15

-- transaction
alter table public.issues alter column state drop default;
create type public.state as enum ('open', 'closed');
-- depends_on_data, breaks_clients
alter table public.issues alter column state type public.state using state::public.state;
alter table public.issues alter column state set default 'open'::public.state;
