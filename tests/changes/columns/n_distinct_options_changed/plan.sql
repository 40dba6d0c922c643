-- PostgreSQL 15

-- transaction
alter table public.items alter column body set (n_distinct = -0.5, n_distinct_inherited = 7);
alter table public.items alter column note set (n_distinct = 3);
