create extension postgres_fdw;
create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
