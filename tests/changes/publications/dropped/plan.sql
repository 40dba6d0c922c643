-- PostgreSQL 15

-- transaction
alter publication all_items drop table public.items;
-- breaks_clients
drop publication all_items;
