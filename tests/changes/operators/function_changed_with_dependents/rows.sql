insert into public.items values (1, 11), (2, 50);
