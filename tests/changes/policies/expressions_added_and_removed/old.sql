create table public.items (id integer primary key, owner text);
alter table public.items enable row level security;
create policy a on public.items using (true) with check (false);
create policy b on public.items using (true);
