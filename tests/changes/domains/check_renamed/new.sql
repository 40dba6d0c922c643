create domain public.amount as numeric constraint amount_positive check (value > 0);
