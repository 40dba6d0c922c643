create extension postgres_fdw;
create server away version '2' foreign data wrapper postgres_fdw options (host 'b', port '5433');
comment on server away is 'The other one.';
