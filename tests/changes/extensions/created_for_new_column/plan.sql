-- PostgreSQL 15

-- transaction
create extension citext with schema public;
comment on extension citext is 'data type for case-insensitive character strings';
alter table public.people add column email public.citext;
