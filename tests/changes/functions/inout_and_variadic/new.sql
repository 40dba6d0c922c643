create function public.longest(variadic names text[]) returns text language sql as 'select names[1]';
create function public.bump(inout n integer, out was integer) language sql as 'select n + 1, n';
