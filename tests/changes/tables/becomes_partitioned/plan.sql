-- PostgreSQL 15

-- transaction
alter table public.events rename to events__old;
create table public.events (
    at date not null,
    what text
) partition by RANGE (at);
create table public.events_2026 partition of public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
create table public.events_other partition of public.events default;
-- depends_on_data
insert into public.events (at, what) overriding system value select at, what from public.events__old;
drop table public.events__old;
