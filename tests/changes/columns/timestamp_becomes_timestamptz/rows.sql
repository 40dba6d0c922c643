insert into public.items values (1, '2026-01-01 10:00', '2026-01-01');
