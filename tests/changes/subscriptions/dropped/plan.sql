-- PostgreSQL 15

-- transaction
drop subscription chg_sub_dropped;
