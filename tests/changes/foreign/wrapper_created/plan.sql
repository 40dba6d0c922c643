-- PostgreSQL 15

-- transaction
create foreign data wrapper nowhere options (debug 'true');
create server away type 'none' version '1' foreign data wrapper nowhere options (host 'h');
