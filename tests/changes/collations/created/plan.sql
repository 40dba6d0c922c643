-- PostgreSQL 15

-- transaction
create collation public.german (provider = icu, locale = 'de-DE');
create table public.words (
    word text collate public.german
);
