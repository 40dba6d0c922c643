insert into public.keys (name) values ('one'), ('two');
