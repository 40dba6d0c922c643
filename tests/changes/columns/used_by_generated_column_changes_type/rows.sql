insert into public.items (id, price) values (1, 2);
