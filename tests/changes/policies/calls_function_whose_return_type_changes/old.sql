create table public.items (id integer primary key, tenant bigint);
alter table public.items enable row level security;
create function public.tenant() returns integer language sql stable as 'select 1';
create policy tenant on public.items using (tenant = public.tenant());
