insert into public.payments values (1, 10);
