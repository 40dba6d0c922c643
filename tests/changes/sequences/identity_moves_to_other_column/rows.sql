insert into public.items (code) values (5), (6);
