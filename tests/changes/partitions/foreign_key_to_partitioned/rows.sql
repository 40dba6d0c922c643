insert into public.events values ('2026-05-05', 1);
insert into public.notes values ('2026-05-05', 1, 'n');
