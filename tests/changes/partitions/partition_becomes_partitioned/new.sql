create table public.events (at date not null, region text not null) partition by range (at);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01') partition by list (region);
create table public.events_2026_eu partition of public.events_2026 for values in ('eu');
