insert into public.sessions (note) values ('a'), ('b');
