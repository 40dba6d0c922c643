insert into public.items values (1, 'b', '2026-01-01', 1.25, false);
