insert into public.issues (id, state, live) values (1, 'new', 'new'), (2, 'open', 'open'), (3, 'closed', null);
