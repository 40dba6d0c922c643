insert into public.users values (5, 'a');
