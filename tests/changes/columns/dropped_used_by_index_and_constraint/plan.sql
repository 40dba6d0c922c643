-- PostgreSQL 15

-- transaction
alter table public.items drop constraint items_a_b_key;
alter table public.items drop constraint items_a_check;

-- outside of a transaction
drop index concurrently public.items_a;

-- outside of a transaction
drop index concurrently public.items_b_if_a;

-- transaction
-- deletes_data, breaks_clients
alter table public.items drop column a;
