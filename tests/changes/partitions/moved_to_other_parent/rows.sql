insert into public.hot values ('2020-05-05', 'a');
