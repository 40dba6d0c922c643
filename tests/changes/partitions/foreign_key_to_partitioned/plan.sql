-- PostgreSQL 15

-- transaction
alter table public.notes add constraint notes_at_event_fkey FOREIGN KEY (at, event) REFERENCES public.events(at, id) NOT VALID;

-- transaction
-- depends_on_data
alter table public.notes validate constraint notes_at_event_fkey;
