create function public.split(name text, out first text, out last text) language sql as 'select name, name';
