insert into public.items values (1, '42'), (2, null);
