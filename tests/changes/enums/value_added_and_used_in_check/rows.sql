insert into public.issues values (1, 'open', null), (2, 'closed', '2026-01-01');
