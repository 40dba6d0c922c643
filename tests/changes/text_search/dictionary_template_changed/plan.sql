-- PostgreSQL 15

-- transaction
drop text search dictionary public.stems;
create text search dictionary public.stems (template = pg_catalog.simple, accept = 'false');
