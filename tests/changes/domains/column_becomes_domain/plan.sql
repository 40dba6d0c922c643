-- PostgreSQL 15

-- transaction
create domain public.email as text;
alter domain public.email add constraint email_check CHECK ((VALUE ~~ '%@%'::text));
-- depends_on_data, breaks_clients
alter table public.people alter column email type public.email using email::public.email;
