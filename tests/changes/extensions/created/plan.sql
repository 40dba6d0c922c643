-- PostgreSQL 15

-- transaction
create extension pg_trgm with schema public;
comment on extension pg_trgm is 'text similarity measurement and index searching based on trigrams';
