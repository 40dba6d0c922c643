-- PostgreSQL 15

-- transaction
alter table public.people drop constraint people_email_key;
-- deletes_data, breaks_clients
alter table public.people drop column email;
-- breaks_clients
drop extension citext;
