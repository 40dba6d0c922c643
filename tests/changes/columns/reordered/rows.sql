insert into public.items (a, b, c) values (1, 'x', '2026-01-01');
