insert into public.events values ('2020-05-05', 'a');
