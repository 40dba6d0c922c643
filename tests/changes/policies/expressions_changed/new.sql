create table public.items (id integer primary key, owner text);
alter table public.items enable row level security;
create policy own on public.items using (owner = session_user) with check (owner = session_user and id > 0);
