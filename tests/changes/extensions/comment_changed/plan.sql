-- PostgreSQL 15

-- transaction
comment on extension pg_trgm is 'Search by likeness.';
