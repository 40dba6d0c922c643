-- PostgreSQL 15

-- transaction
alter text search dictionary public.stems (stopwords, language = 'english');
