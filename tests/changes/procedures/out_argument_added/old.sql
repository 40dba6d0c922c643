create procedure public.tidy(days integer) language plpgsql as 'begin end';
