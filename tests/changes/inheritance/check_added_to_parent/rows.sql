insert into public.parent values (1);
insert into public.child values (2);
