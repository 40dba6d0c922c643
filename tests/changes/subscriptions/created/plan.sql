-- PostgreSQL 15

-- transaction
create subscription chg_sub_created connection 'host=localhost dbname=nowhere' publication a, b with (connect = false, slot_name = none, synchronous_commit = 'off', binary = false);
