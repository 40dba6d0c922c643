-- PostgreSQL 15

-- transaction
alter type public.state add value 'rejected' after 'closed';

-- transaction
alter table public.issues add constraint issues_closed_on CHECK (((state <> ALL (ARRAY['closed'::public.state, 'rejected'::public.state])) OR (closed_on IS NOT NULL))) NOT VALID;

-- transaction
-- depends_on_data
alter table public.issues validate constraint issues_closed_on;
