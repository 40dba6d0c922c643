insert into public.parts values (1, 100), (2, 200);
