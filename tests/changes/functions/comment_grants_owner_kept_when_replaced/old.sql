create role chg_function_kept;
create function public.answer() returns integer language sql as 'select 42';
comment on function public.answer() is 'To everything.';
revoke execute on function public.answer() from public;
grant execute on function public.answer() to chg_function_kept;
alter function public.answer() owner to chg_function_kept;
