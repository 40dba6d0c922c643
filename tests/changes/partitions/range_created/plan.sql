-- PostgreSQL 15

-- transaction
create table public.events (
    at timestamp with time zone not null,
    what text
) partition by RANGE (at);
create table public.events_2025 partition of public.events FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
create table public.events_2026 partition of public.events FOR VALUES FROM ('2026-01-01 00:00:00+00') TO (MAXVALUE);
CREATE INDEX events_at ON public.events USING btree (at);
