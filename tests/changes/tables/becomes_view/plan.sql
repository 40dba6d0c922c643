-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table public.stock;
create view public.stock as
 SELECT 1 AS id,
    2 AS count;
