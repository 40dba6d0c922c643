-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table public.leftover;
-- breaks_clients
drop schema public;
create schema app;
