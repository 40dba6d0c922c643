create function public.split(name text, out first text) language sql as 'select name';
