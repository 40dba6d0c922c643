create function public.count_items() returns bigint language sql as 'select 1::bigint';
