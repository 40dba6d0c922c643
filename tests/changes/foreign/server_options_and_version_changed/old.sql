create extension postgres_fdw;
create server away version '1' foreign data wrapper postgres_fdw options (host 'a', dbname 'x');
