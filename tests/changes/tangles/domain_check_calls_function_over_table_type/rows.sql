insert into public.units values ('kg');
insert into public.measures values (1, 'kg');
