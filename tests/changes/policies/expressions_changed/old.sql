create table public.items (id integer primary key, owner text);
alter table public.items enable row level security;
create policy own on public.items using (owner = current_user) with check (owner = current_user);
