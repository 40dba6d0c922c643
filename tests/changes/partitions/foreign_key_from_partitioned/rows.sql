insert into public.kinds values (1);
insert into public.events values ('2026-05-05', 1);
