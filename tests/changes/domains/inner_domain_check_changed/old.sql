create domain public.word as text constraint word_present check (value <> '');
create domain public.short_word as public.word check (length(value) < 20);
create table public.words (word public.short_word primary key);
