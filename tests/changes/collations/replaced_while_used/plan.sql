-- PostgreSQL 15

-- transaction
drop index public.words_word;
drop view public.sorted;
alter collation public.words_order rename to words_order__old;
create collation public.words_order (provider = icu, locale = 'sv-SE');
-- depends_on_data
alter table public.words alter column word type text collate public.words_order using word::text::text;
create view public.sorted as
 SELECT words.word
   FROM public.words
  ORDER BY words.word;
-- breaks_clients
drop collation public.words_order__old;

-- outside of a transaction
CREATE INDEX CONCURRENTLY words_word ON public.words USING btree (word);
