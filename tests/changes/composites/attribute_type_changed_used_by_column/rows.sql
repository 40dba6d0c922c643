insert into public.boxes values (1, (3, 4));
