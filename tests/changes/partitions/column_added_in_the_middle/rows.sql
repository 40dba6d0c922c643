insert into public.events (at, what) values ('2026-05-05', 'a');
