insert into public.items (id) values (1);
