insert into public.words values ('hello');
