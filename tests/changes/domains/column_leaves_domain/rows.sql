insert into public.people values (1, 'a@example.org'), (2, null);
