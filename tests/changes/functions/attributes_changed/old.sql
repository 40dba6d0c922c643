create function public.support_free() returns integer language sql as 'select 1';
create function public.work(n integer) returns integer language plpgsql volatile called on null input security invoker parallel unsafe cost 100 as 'begin return n; end';
