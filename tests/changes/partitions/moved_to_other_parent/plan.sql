-- PostgreSQL 15

-- transaction
alter table public.hot detach partition public.events_2020;
-- depends_on_data
alter table public.cold attach partition public.events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
