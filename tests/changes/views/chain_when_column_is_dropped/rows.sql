insert into public.items (id, name) values (1, 'a');
