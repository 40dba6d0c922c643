create role chg_grants_kept;
create function public.list() returns table (id integer) language sql as 'select 1';
revoke all on function public.list() from public;
grant execute on function public.list() to chg_grants_kept;
