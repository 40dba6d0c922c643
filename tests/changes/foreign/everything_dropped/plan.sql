-- PostgreSQL 15

-- transaction
-- breaks_clients
drop foreign table public.remote;
drop user mapping for public server away;
-- breaks_clients
drop server away;
-- breaks_clients
drop foreign data wrapper nowhere;
