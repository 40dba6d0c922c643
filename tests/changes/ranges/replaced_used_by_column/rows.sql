insert into public.measures values (1, '[1.5,2.5)');
