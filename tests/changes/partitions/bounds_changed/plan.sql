-- PostgreSQL 15

-- transaction
alter table public.events detach partition public.events_a;
-- depends_on_data
alter table public.events attach partition public.events_a FOR VALUES FROM ('2019-01-01') TO ('2022-01-01');
