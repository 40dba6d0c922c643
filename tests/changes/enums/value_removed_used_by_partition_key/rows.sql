insert into public.sales values ('north', 1), ('south', 2);
