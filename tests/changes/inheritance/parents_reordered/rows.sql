insert into public.events (name, at) values ('a', '2026-01-01');
