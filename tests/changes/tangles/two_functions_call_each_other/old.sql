create function public.even(n integer) returns boolean language plpgsql as 'begin return n = 0 or public.odd(n - 1); end';
create function public.odd(n integer) returns boolean language plpgsql as 'begin return n <> 0 and public.even(n - 1); end';
