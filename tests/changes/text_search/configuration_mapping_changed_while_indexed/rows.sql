insert into public.notes (id, body) values (1, 'running dogs');
