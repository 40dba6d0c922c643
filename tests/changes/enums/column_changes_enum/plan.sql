-- PostgreSQL 15

-- transaction
alter table public.issues alter column state drop default;
-- depends_on_data, breaks_clients
alter table public.issues alter column state type public.new_state using state::text::public.new_state;
alter table public.issues alter column state set default 'open'::public.new_state;
