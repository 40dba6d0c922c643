-- PostgreSQL 15

-- outside of a transaction
drop index concurrently public.items_name;
