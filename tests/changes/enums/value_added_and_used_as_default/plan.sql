-- PostgreSQL 15

-- transaction
alter type public.state add value 'draft' before 'open';

-- transaction
alter table public.issues alter column state set default 'draft'::public.state;
