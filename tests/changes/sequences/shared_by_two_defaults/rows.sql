insert into public.a default values;
insert into public.b values (10);
