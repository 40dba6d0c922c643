create domain public.amount as numeric constraint amount_check check (value > 0);
