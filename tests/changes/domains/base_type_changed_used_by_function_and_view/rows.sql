insert into public.parts values (1, 'abc');
