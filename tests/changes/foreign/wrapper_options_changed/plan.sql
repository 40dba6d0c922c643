-- PostgreSQL 15

-- transaction
alter foreign data wrapper nowhere options (drop debug, add colour 'it''s red', set level '2');
comment on foreign data wrapper nowhere is 'Nowhere at all.';
