create domain public.code as text check (length(value) > 2);
