-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table public.events_2026;
-- deletes_data, breaks_clients
drop table public.events;
