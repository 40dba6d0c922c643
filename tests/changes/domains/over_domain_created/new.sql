create domain public.word as text check (value <> '');
create domain public.short_word as public.word check (length(value) < 20);
