create domain public.amount as numeric;
