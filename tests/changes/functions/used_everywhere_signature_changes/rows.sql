insert into public.items (id, n) values (1, 5);
