-- PostgreSQL 15

-- transaction
create foreign table public.events_old partition of public.events FOR VALUES FROM ('2000-01-01') TO ('2010-01-01') server away;
