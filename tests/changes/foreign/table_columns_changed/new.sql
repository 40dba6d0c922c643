create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
create foreign table public.remote (id bigint, name text not null, size integer options (column_name 't', other 'o'), at date) server away options (table_name 't');
