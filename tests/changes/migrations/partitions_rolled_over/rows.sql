insert into public.logs (at, level, message) values ('2025-03-03', 4, 'broken'), ('2025-04-04', 1, 'fine');
