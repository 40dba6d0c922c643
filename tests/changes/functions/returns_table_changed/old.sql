create function public.list() returns table (id integer) language sql as 'select 1';
