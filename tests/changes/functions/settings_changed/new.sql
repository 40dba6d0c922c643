create function public.work() returns integer language sql set search_path = '' set timezone = 'Asia/Singapore' set statement_timeout = '5s' as 'select 1';
