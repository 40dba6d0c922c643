insert into public.things values (1, '{red,blue}'), (2, '{}');
