insert into public.people (id, name) values (1, 'a');
