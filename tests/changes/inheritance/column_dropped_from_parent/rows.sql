insert into public.parent (id) values (1);
insert into public.child (id, extra) values (2, 'x');
