create table public.events (at date not null, owner text) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
alter table public.events enable row level security;
create policy own on public.events using (owner = current_user);
alter table public.events_2026 enable row level security;
create policy none on public.events_2026 using (false);
