insert into public.issues (id, state) values (1, 'open'), (2, 'closed');
