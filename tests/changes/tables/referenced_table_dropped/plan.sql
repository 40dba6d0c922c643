-- PostgreSQL 15

-- transaction
alter table public.cars drop constraint cars_colour_fkey;
-- deletes_data, breaks_clients
drop table public.colours;
