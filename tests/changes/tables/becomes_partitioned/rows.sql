insert into public.events values ('2026-05-01', 'a'), ('2020-05-01', 'b');
