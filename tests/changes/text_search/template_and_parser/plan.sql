-- PostgreSQL 15

-- transaction
drop text search template public.simple_copy;
drop text search parser public.words;
create text search parser public.words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, headline = prsd_headline, lextypes = prsd_lextype);
comment on text search parser public.words is 'With headlines.';
create text search template public.simple_copy (lexize = dsimple_lexize);
comment on text search template public.simple_copy is 'Bare.';
