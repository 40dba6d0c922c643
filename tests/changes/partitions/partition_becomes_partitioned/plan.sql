-- PostgreSQL 15

-- transaction
alter table public.events detach partition public.events_2026;
alter table public.events_2026 rename to events_2026__old;
create table public.events_2026 partition of public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') partition by LIST (region);
create table public.events_2026_eu partition of public.events_2026 FOR VALUES IN ('eu');
-- depends_on_data
insert into public.events_2026 (at, region) overriding system value select at, region from public.events_2026__old;
drop table public.events_2026__old;
