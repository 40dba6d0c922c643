-- PostgreSQL 15

-- transaction
alter domain public.word drop constraint word_present;
-- depends_on_data
alter domain public.word add constraint word_present CHECK ((TRIM(BOTH FROM VALUE) <> ''::text));
