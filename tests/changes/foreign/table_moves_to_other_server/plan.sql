-- PostgreSQL 15

-- transaction
drop foreign table public.remote;
create foreign table public.remote (
    id integer
) server b;
