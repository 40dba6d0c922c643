insert into public.events (name, id) values ('a', 1);
