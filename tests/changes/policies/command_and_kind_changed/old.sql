create table public.items (id integer primary key, owner text);
alter table public.items enable row level security;
create policy a on public.items for select using (true);
create policy b on public.items as permissive for update using (true);
