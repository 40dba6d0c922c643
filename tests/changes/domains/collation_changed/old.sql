create domain public.word as text collate "C";
