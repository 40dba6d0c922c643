create domain public.amount as numeric constraint amount_positive check (value > 0) constraint amount_small check (value < 1000);
