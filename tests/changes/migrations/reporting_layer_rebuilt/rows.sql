insert into public.sales values (1, '2025-01-01', 'north', 'pen', 5), (2, '2026-01-01', 'south', 'ink', 7);
