create domain public.amount as numeric not null;
