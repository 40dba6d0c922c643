create domain public.pair as integer[] check (array_length(value, 1) = 2);
