create role chg_owner_kept;
create table public.items (id integer primary key, name text);
grant select on public.items to chg_owner_kept;
create view public.names as select id, name from public.items;
create function public.answer() returns integer language sql security definer as 'select 42';
alter view public.names owner to chg_owner_kept;
alter function public.answer() owner to chg_owner_kept;
