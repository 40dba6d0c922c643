insert into public.sales values ('north', 1), ('east', 2);
