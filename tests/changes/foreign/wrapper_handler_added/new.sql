create extension postgres_fdw;
create foreign data wrapper nowhere handler postgres_fdw_handler validator postgres_fdw_validator;
create server away foreign data wrapper nowhere;
