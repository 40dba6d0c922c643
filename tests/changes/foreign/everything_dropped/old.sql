create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create user mapping for public server away options (user 'u');
create foreign table public.remote (id integer, name text) server away;
