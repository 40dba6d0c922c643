-- PostgreSQL 15

-- transaction
-- breaks_clients
drop function public.add(integer, integer);
