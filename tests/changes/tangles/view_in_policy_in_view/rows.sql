insert into public.members values ('a', 1);
insert into public.items values (1, 1);
