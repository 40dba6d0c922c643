insert into public.child values (1, 5, 'x');
