create function public.place() returns bigint language internal window stable parallel safe as 'window_rank';
