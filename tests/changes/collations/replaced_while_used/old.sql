create collation public.words_order (provider = icu, locale = 'de-DE');
create table public.words (id integer primary key, word text collate public.words_order not null);
create index words_word on public.words (word);
create view public.sorted as select word from public.words order by word;
