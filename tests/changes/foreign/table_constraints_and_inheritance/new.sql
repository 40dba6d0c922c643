create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create table public.parent (id integer, name text);
create foreign table public.remote (check (id > 0)) inherits (public.parent) server away;
