create function public.twice(a bigint) returns bigint language sql as 'select a * 2';
