-- PostgreSQL 15

-- transaction
-- deletes_data, breaks_clients
drop table public.grandchild;
-- deletes_data, breaks_clients
drop table public.child;
-- deletes_data, breaks_clients
drop table public.parent;
