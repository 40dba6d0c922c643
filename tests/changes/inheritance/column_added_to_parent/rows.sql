insert into public.parent values (1);
insert into public.child values (2, 'x');
insert into public.grandchild values (3, 'x', 'y');
