-- PostgreSQL 15

-- transaction
create table public.events (
    at date not null,
    region text not null
) partition by RANGE (at);
create table public.events_2026 partition of public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') partition by LIST (region);
create table public.events_2026_eu partition of public.events_2026 FOR VALUES IN ('eu');
create table public.events_2026_us partition of public.events_2026 FOR VALUES IN ('us');
