-- PostgreSQL 15

-- transaction
alter server away version '2' options (drop dbname, set host 'b', add port '5433');
comment on server away is 'The other one.';
