create function public.twice(a integer) returns integer language sql as 'select a * 2';
