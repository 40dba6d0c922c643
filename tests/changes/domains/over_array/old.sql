create domain public.pair as integer[];
