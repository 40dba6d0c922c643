insert into public.people values (1, 'Ada@example.org'), (2, 'bob@example.org');
