insert into public.events values ('2025-05-05', 'a');
