create text search template public.simple_copy (init = dsimple_init, lexize = dsimple_lexize);
create text search parser public.words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
