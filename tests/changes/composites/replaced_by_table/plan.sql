-- PostgreSQL 15

-- transaction
-- breaks_clients
drop type public.address;
create table public.address (
    street text,
    city text
);
