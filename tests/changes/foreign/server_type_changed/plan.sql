-- PostgreSQL 15

-- transaction
drop foreign table public.remote;
drop user mapping for postgres server away;
drop server away;
create server away type 'b' foreign data wrapper nowhere;
-- breaks_clients
create user mapping for postgres server away options (password '', "user" 'u');
create foreign table public.remote (
    id integer
) server away options (table_name 't');
