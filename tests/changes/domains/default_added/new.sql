create domain public.amount as numeric(10, 2) default 0;
