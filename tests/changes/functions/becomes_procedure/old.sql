create function public.tidy(days integer) returns void language sql as 'select';
