insert into public.payments values (1, 10), (2, null);
