-- PostgreSQL 15

-- transaction
alter schema app owner to chg_schema_owner_b;
