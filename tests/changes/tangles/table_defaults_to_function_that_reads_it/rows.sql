insert into public.items values (1, 1), (2, 2);
