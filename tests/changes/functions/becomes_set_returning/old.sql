create function public.list() returns integer language sql as 'select 1';
