create domain public.word as text collate "POSIX";
