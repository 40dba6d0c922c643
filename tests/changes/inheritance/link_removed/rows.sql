insert into public.child values (1, 'a', 'b');
insert into public.parent values (2, 'c');
