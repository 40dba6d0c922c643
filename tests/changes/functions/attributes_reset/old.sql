create function public.work(n integer) returns setof integer language plpgsql stable strict security definer parallel restricted cost 7 rows 77 as 'begin return next n; end';
