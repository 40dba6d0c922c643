create function public.work(n integer) returns setof integer language plpgsql as 'begin return next n; end';
