create language my_language handler plpgsql_call_handler;
create function public.one() returns integer language my_language as 'begin return 1; end';
