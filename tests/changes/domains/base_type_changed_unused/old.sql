create domain public.code as varchar(10) check (length(value) > 2);
