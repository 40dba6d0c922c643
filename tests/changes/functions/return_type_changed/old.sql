create function public.count_items() returns integer language sql as 'select 1';
