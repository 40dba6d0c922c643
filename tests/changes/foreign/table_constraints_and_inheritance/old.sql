create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create table public.parent (id integer, name text);
create foreign table public.remote (id integer, name text) server away;
