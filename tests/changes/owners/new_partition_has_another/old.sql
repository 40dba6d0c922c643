create role chg_owner_partition;
create table public.events (at date not null) partition by range (at);
