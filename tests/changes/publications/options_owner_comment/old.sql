create role chg_publication_owner superuser;
create table public.events (id integer, at date) partition by range (at);
create publication feed for table public.events;
