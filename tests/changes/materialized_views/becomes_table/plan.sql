-- PostgreSQL 15

-- transaction
-- breaks_clients
drop materialized view public.names;
create table public.names (
    id integer,
    name text
);
