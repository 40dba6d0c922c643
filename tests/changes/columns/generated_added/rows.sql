insert into public.items values (1, 2.5, 4);
