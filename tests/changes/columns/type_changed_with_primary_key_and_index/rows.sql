insert into public.items values (1, 10), (2, 20);
