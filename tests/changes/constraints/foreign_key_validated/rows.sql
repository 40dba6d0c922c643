insert into public.items values (1);
insert into public.parts values (1, 1);
