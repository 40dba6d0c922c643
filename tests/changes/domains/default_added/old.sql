create domain public.amount as numeric(10, 2);
