create role chg_owner_partition;
create table public.events (at date not null) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
alter table public.events_2026 owner to chg_owner_partition;
