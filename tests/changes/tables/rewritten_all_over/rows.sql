insert into public.things values (1, 'one', 1, '2026-01-01', 1.5), (2, 'two', 2, null, 2.5);
