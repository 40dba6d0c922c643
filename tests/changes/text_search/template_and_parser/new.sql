create text search template public.simple_copy (lexize = dsimple_lexize);
create text search parser public.words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
comment on text search parser public.words is 'With headlines.';
comment on text search template public.simple_copy is 'Bare.';
