create procedure public.tidy(days integer) language sql as 'select';
