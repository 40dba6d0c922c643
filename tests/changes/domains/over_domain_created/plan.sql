-- PostgreSQL 15

-- transaction
create domain public.short_word as public.word;
alter domain public.short_word add constraint short_word_check CHECK ((length((VALUE)::text) < 20));
