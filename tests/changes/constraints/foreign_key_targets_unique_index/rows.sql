insert into public.items values (1, 'a');
insert into public.parts values (1, 'a');
