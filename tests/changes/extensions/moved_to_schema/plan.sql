-- PostgreSQL 15

-- transaction
alter extension hstore set schema extensions;
