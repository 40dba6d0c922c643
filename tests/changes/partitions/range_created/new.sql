create table public.events (at timestamptz not null, what text) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_2026 partition of public.events for values from ('2026-01-01') to (maxvalue);
create index events_at on public.events (at);
