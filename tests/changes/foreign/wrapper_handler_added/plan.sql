-- PostgreSQL 15

-- transaction
alter foreign data wrapper nowhere handler public.postgres_fdw_handler validator public.postgres_fdw_validator;
