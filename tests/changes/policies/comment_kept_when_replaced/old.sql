create table public.items (id integer primary key);
create policy p on public.items for select using (true);
comment on policy p on public.items is 'A policy.';
