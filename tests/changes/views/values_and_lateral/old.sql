create view public.numbers as values (1, 'one'), (2, 'two');
