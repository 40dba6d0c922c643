-- PostgreSQL 15

-- transaction
create extension citext with schema extensions;
comment on extension citext is 'data type for case-insensitive character strings';
