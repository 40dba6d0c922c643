insert into public.items values ('a', 2.5);
