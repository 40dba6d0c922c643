insert into public.sensors values (1, 'roof');
insert into public.metrics (sensor, at, value) values (1, '2025-05-05 10:00Z', 20.5), (1, '2026-05-05 10:00Z', 21.5);
