-- PostgreSQL 15

-- transaction
-- breaks_clients
drop event trigger watch;
