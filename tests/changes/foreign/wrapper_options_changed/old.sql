create foreign data wrapper nowhere options (debug 'true', level '1');
