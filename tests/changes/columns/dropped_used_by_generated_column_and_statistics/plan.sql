-- PostgreSQL 15

-- transaction
drop statistics public.items_a_b;
alter table public.items drop column c;
-- deletes_data, breaks_clients
alter table public.items drop column a;
alter table public.items add column c integer generated always as (b) stored;
