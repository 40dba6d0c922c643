insert into public.pages values (1, 'First'), (2, 'Second');
