insert into public.issues values (1, 'open');
