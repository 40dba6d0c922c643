-- PostgreSQL 15

-- transaction
alter table public.events detach partition public.events_2026;
create table public.events_2026_a partition of public.events FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
create table public.events_2026_b partition of public.events FOR VALUES FROM ('2026-07-01') TO ('2027-01-01');
with moved as (delete from public.events_2026 where (at >= '2026-01-01' and at < '2026-07-01') or (at >= '2026-07-01' and at < '2027-01-01') returning *) insert into public.events (at, what) overriding system value select at, what from moved;
-- deletes_data, breaks_clients
drop table public.events_2026;
