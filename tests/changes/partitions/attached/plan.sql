-- PostgreSQL 15

-- transaction
-- depends_on_data
alter table public.events attach partition public.events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
