-- PostgreSQL 15

-- transaction
alter subscription chg_sub_changed connection 'host=localhost dbname=two';
alter subscription chg_sub_changed set publication b, c with (refresh = false);
