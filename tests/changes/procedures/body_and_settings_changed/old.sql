create procedure public.tidy(days integer) language plpgsql as 'begin perform days; end';
