create table public.items (id integer primary key, name text);
create function public.answer() returns integer language sql as 'select 42';
create type public.mood as enum ('ok');
grant select on public.items to public;
revoke execute on function public.answer() from public;
