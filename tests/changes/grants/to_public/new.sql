create table public.items (id integer primary key, name text);
create function public.answer() returns integer language sql as 'select 42';
create type public.mood as enum ('ok');
grant update (name) on public.items to public;
revoke usage on type public.mood from public;
