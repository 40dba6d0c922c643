-- PostgreSQL 15

-- transaction
alter table public.events detach partition public.events_2020;
