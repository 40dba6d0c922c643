create function public.support_free() returns integer language sql as 'select 1';
create function public.work(n integer) returns integer language plpgsql immutable strict security definer leakproof parallel safe cost 7 as 'begin return n; end';
