insert into public.items (id, b) values (1, 2);
