create table public.items (id integer primary key, team integer);
create policy team on public.items using (team > 0);
alter table public.items enable row level security;
