create schema public authorization pg_database_owner;
grant usage on schema public to public;
comment on schema public is 'standard public schema'
