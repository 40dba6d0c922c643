insert into public.sales values ('north', 1);
