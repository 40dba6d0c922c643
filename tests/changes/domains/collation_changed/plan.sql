-- PostgreSQL 15

-- transaction
drop domain public.word;
create domain public.word as text collate "POSIX";
