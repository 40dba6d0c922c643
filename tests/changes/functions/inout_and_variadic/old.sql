create function public.longest(variadic words text[]) returns text language sql as 'select words[1]';
create function public.bump(inout n integer) language sql as 'select n + 1';
