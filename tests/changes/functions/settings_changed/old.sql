create function public.work() returns integer language sql set search_path = public, pg_temp set work_mem = '8MB' as 'select 1';
