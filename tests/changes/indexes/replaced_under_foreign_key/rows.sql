insert into public.items values (1, 'a');
insert into public.parts values ('a');
