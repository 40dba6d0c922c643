insert into public.items values (1, 'a', '2026-01-01', '{x,y}', '(1,2)');
