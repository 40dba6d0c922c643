insert into public.items values (1, 5, 'abc', 9.99);
