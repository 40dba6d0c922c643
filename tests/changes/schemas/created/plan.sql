-- PostgreSQL 15

-- transaction
create schema billing;
