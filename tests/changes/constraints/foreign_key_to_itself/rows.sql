insert into public.nodes values (1);
