create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create foreign table public.remote (id integer not null, name text default 'n', size integer options (column_name 's')) server away;
