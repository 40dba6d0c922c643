create foreign data wrapper nowhere;
create server away type 'a' foreign data wrapper nowhere;
create user mapping for current_user server away options (user 'u', password 'p');
create foreign table public.remote (id integer) server away options (table_name 't');
