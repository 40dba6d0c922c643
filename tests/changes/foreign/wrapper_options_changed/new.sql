create foreign data wrapper nowhere options (level '2', colour 'it''s red');
comment on foreign data wrapper nowhere is 'Nowhere at all.';
