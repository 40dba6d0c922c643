insert into public.settings values (1, 'a=>1, b=>2');
