insert into public.orders values (1, 10.5, '2026-01-05 10:00'), (2, 5.25, '2026-02-05 10:00');
