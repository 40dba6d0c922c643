insert into public.words values (1, 'a'), (2, 'z');
