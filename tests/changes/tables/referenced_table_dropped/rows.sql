insert into public.colours values (1);
insert into public.cars values (1, 1), (2, null);
