insert into public.items (id, raw) values (1, 'abc');
