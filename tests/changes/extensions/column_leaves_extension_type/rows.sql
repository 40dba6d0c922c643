insert into public.people values (1, 'A@example.org'), (2, 'b@example.org');
