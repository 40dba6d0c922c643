-- PostgreSQL 15

-- transaction
create table public.events_2026 partition of public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
