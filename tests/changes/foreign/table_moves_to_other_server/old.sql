create foreign data wrapper nowhere;
create server a foreign data wrapper nowhere;
create server b foreign data wrapper nowhere;
create foreign table public.remote (id integer) server a;
