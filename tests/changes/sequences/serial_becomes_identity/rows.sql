insert into public.items (name) values ('a'), ('b'), ('c');
