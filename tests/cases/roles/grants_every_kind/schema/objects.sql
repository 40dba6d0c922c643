create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create aggregate app.agg(int) (sfunc = int4pl, stype = int);
create foreign table app.remote (id int, name text) server case_server;
