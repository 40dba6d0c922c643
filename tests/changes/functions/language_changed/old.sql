create function public.one() returns integer language sql as 'select 1';
