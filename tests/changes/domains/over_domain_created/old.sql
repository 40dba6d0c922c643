create domain public.word as text check (value <> '');
